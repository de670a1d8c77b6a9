import { randomUUID } from "node:crypto";
import { type FunctionProcess, type FunctionProcessOptions, startFunctionProcess } from "./function-process.ts";

/** The processes of one function: used ones wait for the next invocation, and are killed when none comes. */
export interface Sandboxes {
  /** An idle process, the last used first, or else a new one. */
  take(): Promise<FunctionProcess>;
  giveBack(sandbox: FunctionProcess): Promise<void>;
  /** SIGKILL to every process, busy or idle. Returns how many there were. */
  killAll(): Promise<number>;
}

const idleMs = 300_000;
/** Half as long as a process's credentials live. */
const ageMsMax = 6 * 3_600_000;

export function createSandboxes(optionsOfNext: () => Promise<Omit<FunctionProcessOptions, "processId">>): Sandboxes {
  const live = new Set<FunctionProcess>();
  const idle = new Map<FunctionProcess, NodeJS.Timeout>();
  const retire = async (sandbox: FunctionProcess) => {
    clearTimeout(idle.get(sandbox));
    idle.delete(sandbox);
    await sandbox.kill();
    live.delete(sandbox);
  };
  return {
    async take() {
      for (const [sandbox, timer] of [...idle].toReversed()) {
        clearTimeout(timer);
        idle.delete(sandbox);
        if (!sandbox.hasEnded) return sandbox;
        live.delete(sandbox);
      }
      const sandbox = startFunctionProcess({ ...(await optionsOfNext()), processId: randomUUID() });
      live.add(sandbox);
      return sandbox;
    },
    async giveBack(sandbox) {
      if (sandbox.hasEnded || performance.now() - sandbox.startedAt > ageMsMax) return retire(sandbox);
      idle.set(sandbox, setTimeout(() => void retire(sandbox), idleMs).unref());
    },
    async killAll() {
      const killed = [...live].filter((sandbox) => !sandbox.hasEnded);
      await Promise.all([...live].map(retire));
      return killed.length;
    },
  };
}
