import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Outcome } from "./function-process.ts";
import type { RuntimeApi } from "./runtime-api.ts";
import { createSandboxes } from "./sandboxes.ts";

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
  /** Invocations held back: by a pause, or since as many as may run are running. */
  readonly waitingCount: number;
  close(): Promise<void>;
}

export interface FunctionDeps {
  readonly runtimeApi: RuntimeApi;
  /** Variables with credentials of the function's role, fresh for each process. */
  readonly assumeRole: (spec: FunctionSpec) => Promise<Record<string, string>>;
}

/** Lambda's limit of a payload, either way. */
const payloadBytesMax = 6 * 1024 * 1024;

export function createFunction(spec: FunctionSpec, { runtimeApi, assumeRole }: FunctionDeps): LocalFunction {
  const sandboxes = createSandboxes(async () => ({
    ...spec,
    environment: { ...spec.environment, ...(await assumeRole(spec)) },
    runtimeApi,
    logFile: spec.isVerbose ? undefined : spec.logFile,
  }));
  const waiting: (() => void)[] = [];
  let isPaused = false;
  let isClosed = false;
  let active = 0;
  let count = 0;

  const admit = () => {
    if (isPaused) return;
    while (active < spec.concurrencyMax && waiting.length > 0) {
      active += 1;
      waiting.shift()?.();
    }
  };
  const admission = () =>
    new Promise<void>((resolve) => {
      waiting.push(resolve);
      admit();
    });
  const carryOut = async (payload: string): Promise<Outcome> => {
    const requestId = randomUUID();
    const started = performance.now();
    const sandbox = await sandboxes.take();
    // Whatever was started while this closed is not known to who closes: it ends here.
    if (isClosed) await sandbox.kill();
    const outcome = await sandbox.invoke({ requestId, payload, functionArn: spec.arn }, spec.timeoutMs);
    report(spec, requestId, performance.now() - started, sandbox.peakMemoryBytes(), outcome);
    await sandboxes.giveBack(sandbox);
    return outcome;
  };

  return {
    spec,
    get invocationCount() {
      return count;
    },
    get activeCount() {
      return active;
    },
    get waitingCount() {
      return waiting.length;
    },
    async invoke(event) {
      const payload = JSON.stringify(event ?? null);
      if (Buffer.byteLength(payload) > payloadBytesMax) return tooLarge("RequestEntityTooLargeException", "request");
      await admission();
      try {
        if (isClosed) return closedOutcome;
        count += 1;
        const outcome = await carryOut(payload);
        const isTooLarge = outcome.state === "answered" && Buffer.byteLength(outcome.payload) > payloadBytesMax;
        return isTooLarge ? tooLarge("Function.ResponseSizeTooLarge", "response") : outcome;
      } finally {
        active -= 1;
        admit();
      }
    },
    kill: () => sandboxes.killAll(),
    pause() {
      isPaused = true;
    },
    resume() {
      isPaused = false;
      admit();
    },
    async close() {
      isClosed = true;
      isPaused = false;
      await sandboxes.killAll();
      admit();
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
