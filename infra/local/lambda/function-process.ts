import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Invocation, RuntimeApi, RuntimeError } from "./runtime-api.ts";

export interface FunctionProcessOptions {
  readonly processId: string;
  readonly runtimeApi: RuntimeApi;
  /** All the environment it gets, but for the address of its Runtime API. */
  readonly environment: Readonly<Record<string, string>>;
  /** The directory of the bundle. */
  readonly directory: string;
  readonly memoryMegabytes: number;
  /** The file its output is appended to; this process's own output when absent. */
  readonly logFile?: string | undefined;
}

export type Outcome =
  | { readonly state: "answered"; readonly payload: string }
  | { readonly state: "failed"; readonly error: RuntimeError };

/** One sandbox of a function: a process that carries out one invocation at a time. */
export interface FunctionProcess {
  /** Waits for the process to be ready, and kills it at the deadline; `timeoutMs` counts from when it is ready. */
  invoke(invocation: Omit<Invocation, "deadlineMs">, timeoutMs: number): Promise<Outcome>;
  readonly hasEnded: boolean;
  /** By `performance.now()`. */
  readonly startedAt: number;
  /** Most memory it ever held, in bytes; 0 where the system does not tell. */
  peakMemoryBytes(): number;
  /** SIGKILL, to whatever it started as well. */
  kill(): Promise<void>;
}

const client = join(import.meta.dirname, "runtime-client.mjs");
/** Lambda gives 10 s; a shared machine may be slower. */
const initLimitMs = 30_000;

/** One listener for all: whatever ends this process takes the functions along. */
const liveGroups = new Set<number>();
process.once("exit", () => {
  for (const group of liveGroups) killProcessGroup(group);
});

export function startFunctionProcess(options: FunctionProcessOptions): FunctionProcess {
  const { runtimeApi, processId, environment, directory, memoryMegabytes, logFile } = options;
  let settle: ((outcome: Outcome) => void) | undefined;
  let handOver: ((invocation: Invocation) => void) | undefined;
  let current: string | undefined;
  let initError: RuntimeError | undefined;
  let hasEnded = false;
  const startedAt = performance.now();
  // Made anew with each answer: the process asks for the next invocation a moment after it answered the last one.
  let ready = Promise.withResolvers<void>();
  const finish = (outcome: Outcome) => {
    settle?.(outcome);
    settle = undefined;
    current = undefined;
  };
  const { address, detach } = runtimeApi.attach(processId, {
    onReady(give) {
      handOver = give;
      ready.resolve();
    },
    onAnswer: (requestId, payload) => {
      if (requestId === current) finish({ state: "answered", payload });
    },
    onError(requestId, error) {
      if (requestId === undefined) initError = error;
      else if (requestId === current) finish({ state: "failed", error });
    },
  });
  const log = logFile === undefined ? "inherit" : openSync(logFile, "a", 0o600);
  // V8's limit lies below the function's, as on Lambda, so that garbage is collected before memory runs out.
  const child = spawn(process.execPath, [`--max-old-space-size=${Math.floor(memoryMegabytes * 0.9)}`, client], {
    cwd: directory,
    env: { ...environment, AWS_LAMBDA_RUNTIME_API: address },
    detached: true,
    stdio: ["pipe", log, log],
  });
  if (typeof log === "number") closeSync(log);
  const group = child.pid;
  const killGroup = () => killProcessGroup(group);
  if (group !== undefined) liveGroups.add(group);
  const ended = new Promise<void>((resolve) => {
    const end = (reason: string) => {
      hasEnded = true;
      killGroup();
      if (group !== undefined) liveGroups.delete(group);
      detach();
      const error = initError ?? {
        errorType: "Runtime.ExitError",
        errorMessage: `Runtime exited with error: ${reason}`,
      };
      finish({ state: "failed", error });
      ready.resolve();
      resolve();
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(signal === null ? `exit status ${code}` : `signal: ${signal}`));
  });
  const kill = async () => {
    if (!hasEnded) killGroup();
    await ended;
  };
  const limited = async (limitMs: number, error: RuntimeError, work: Promise<unknown>) => {
    let isKilled = false;
    const timer = setTimeout(() => {
      isKilled = true;
      finish({ state: "failed", error });
      killGroup();
    }, limitMs);
    await work;
    clearTimeout(timer);
    if (isKilled) await ended;
  };

  return {
    get hasEnded() {
      return hasEnded;
    },
    startedAt,
    kill,
    peakMemoryBytes: () => peakMemoryBytes(group),
    async invoke(invocation, timeoutMs) {
      const outcome = Promise.withResolvers<Outcome>();
      settle = outcome.resolve;
      const slow = {
        errorType: "Sandbox.Timedout",
        errorMessage: `Init took longer than ${initLimitMs / 1000} seconds`,
      };
      await limited(initLimitMs, slow, ready.promise);
      if (hasEnded) {
        finish({
          state: "failed",
          error: initError ?? { errorType: "Runtime.ExitError", errorMessage: "Runtime exited" },
        });
        return outcome.promise;
      }
      current = invocation.requestId;
      ready = Promise.withResolvers();
      handOver?.({ ...invocation, deadlineMs: Date.now() + timeoutMs });
      const errorMessage = `${invocation.requestId} Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
      await limited(timeoutMs, { errorType: "Sandbox.Timedout", errorMessage }, outcome.promise);
      return outcome.promise;
    },
  };
}

function killProcessGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM"))) throw error;
  }
}

function peakMemoryBytes(pid: number | undefined): number {
  if (process.platform !== "linux" || pid === undefined) return 0;
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // Ended in between.
  }
}
