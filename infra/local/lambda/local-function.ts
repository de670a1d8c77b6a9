import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { type FunctionProcess, type Outcome, startFunctionProcess } from "./function-process.ts";
import type { RuntimeApi } from "./runtime-api.ts";

export interface FunctionSpec {
  /** The short name by which people and tests call it, e.g. `worker`. */
  readonly name: string;
  readonly functionName: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly directory: string;
  readonly memoryMegabytes: number;
  readonly timeoutMs: number;
  /** How many processes at a time; more invocations wait. */
  readonly concurrencyMax: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** Output to the console instead of the file. */
  readonly isVerbose: boolean;
}

export interface LocalFunction {
  readonly spec: FunctionSpec;
  /** Failures of the function are an outcome, as they are for whoever invokes a real one; nothing is thrown. */
  invoke(event: unknown): Promise<Outcome>;
  /** SIGKILL to every process that is up; invocations under way end as failed. Returns how many there were. */
  kill(): Promise<number>;
  /** From now on invocations wait until `resume`. */
  pause(): void;
  resume(): void;
  readonly invocationCount: number;
  /** Invocations being carried out now. */
  readonly activeCount: number;
  close(): Promise<void>;
}

export interface FunctionDeps {
  readonly runtimeApi: RuntimeApi;
  /** Variables with credentials of the function's role, fresh for each process. */
  readonly assumeRole: (spec: FunctionSpec) => Promise<Record<string, string>>;
}

const idleMs = 300_000;
/** Half as long as a process's credentials live. */
const ageMsMax = 6 * 3_600_000;
/** Lambda's limit of a payload, either way. */
const payloadBytesMax = 6 * 1024 * 1024;

export function createFunction(spec: FunctionSpec, { runtimeApi, assumeRole }: FunctionDeps): LocalFunction {
  const live = new Set<FunctionProcess>();
  const idle: { readonly sandbox: FunctionProcess; readonly timer: NodeJS.Timeout }[] = [];
  const waiting: (() => void)[] = [];
  let isPaused = false;
  let isClosed = false;
  let busy = 0;
  let count = 0;

  const turn = () => {
    if (isPaused) return;
    while (busy < spec.concurrencyMax && waiting.length > 0) {
      busy += 1;
      waiting.shift()?.();
    }
  };
  const take = async (): Promise<FunctionProcess> => {
    for (let entry = idle.pop(); entry !== undefined; entry = idle.pop()) {
      clearTimeout(entry.timer);
      if (!entry.sandbox.hasEnded) return entry.sandbox;
      live.delete(entry.sandbox);
    }
    const environment = { ...spec.environment, ...(await assumeRole(spec)) };
    const sandbox = startFunctionProcess({
      ...spec,
      environment,
      runtimeApi,
      processId: randomUUID(),
      logFile: spec.isVerbose ? undefined : spec.logFile,
    });
    live.add(sandbox);
    return sandbox;
  };
  const retire = (sandbox: FunctionProcess) => {
    live.delete(sandbox);
    return sandbox.kill();
  };
  const giveBack = async (sandbox: FunctionProcess) => {
    if (sandbox.hasEnded || isClosed || performance.now() - sandbox.startedAt > ageMsMax) return retire(sandbox);
    const timer = setTimeout(() => {
      idle.splice(
        idle.findIndex((entry) => entry.sandbox === sandbox),
        1,
      );
      void retire(sandbox);
    }, idleMs).unref();
    idle.push({ sandbox, timer });
  };

  return {
    spec,
    get invocationCount() {
      return count;
    },
    get activeCount() {
      return busy;
    },
    async invoke(event) {
      const payload = JSON.stringify(event ?? null);
      if (Buffer.byteLength(payload) > payloadBytesMax) return tooLarge("RequestEntityTooLargeException", "request");
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        turn();
      });
      const requestId = randomUUID();
      const started = performance.now();
      try {
        if (isClosed) return closedOutcome;
        count += 1;
        const sandbox = await take();
        if (isClosed) {
          await retire(sandbox);
          return closedOutcome;
        }
        const outcome = await sandbox.invoke({ requestId, payload, functionArn: spec.arn }, spec.timeoutMs);
        report(spec, requestId, performance.now() - started, sandbox.peakMemoryBytes(), outcome);
        // After a time-out the process has been killed, but may not be known as ended yet.
        if (outcome.state === "failed" && outcome.error.errorType === "Sandbox.Timedout") await retire(sandbox);
        else await giveBack(sandbox);
        const isTooLarge = outcome.state === "answered" && Buffer.byteLength(outcome.payload) > payloadBytesMax;
        return isTooLarge ? tooLarge("Function.ResponseSizeTooLarge", "response") : outcome;
      } finally {
        busy -= 1;
        turn();
      }
    },
    async kill() {
      const killed = [...live].filter((sandbox) => !sandbox.hasEnded);
      await Promise.all(killed.map(retire));
      return killed.length;
    },
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      turn();
    },
    async close() {
      isClosed = true;
      isPaused = false;
      for (const { timer } of idle) clearTimeout(timer);
      await Promise.all([...live].map(retire));
      turn();
    },
  };
}

const closedOutcome: Outcome = {
  state: "failed",
  error: { errorType: "ServiceException", errorMessage: "The local cloud is closing" },
};

function tooLarge(errorType: string, what: string): Outcome {
  const errorMessage = `The ${what} payload size exceeded the maximum allowed size of ${payloadBytesMax} bytes`;
  return { state: "failed", error: { errorType, errorMessage } };
}

function report(spec: FunctionSpec, requestId: string, durationMs: number, peakBytes: number, outcome: Outcome): void {
  const failure = outcome.state === "failed" ? ` Status: ${outcome.error.errorType} ${outcome.error.errorMessage}` : "";
  const peak = Math.ceil(peakBytes / 1024 / 1024);
  const line = `REPORT RequestId: ${requestId} Duration: ${durationMs.toFixed(1)} ms Memory Size: ${spec.memoryMegabytes} MB Max Memory Used: ${peak} MB${failure}\n`;
  if (spec.isVerbose) process.stderr.write(`${spec.name}: ${line}`);
  else appendFileSync(spec.logFile, line, { mode: 0o600 });
}
