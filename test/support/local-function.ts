import type { Outcome } from "../../infra/local/lambda/function-process.ts";
import type { LocalFunction } from "../../infra/local/lambda/local-function.ts";

/** A function without a process: `handler` returns what it answers, or throws. */
export function aFunction(handler: (event: unknown) => Promise<unknown>): LocalFunction {
  return {
    spec: {
      name: "fake",
      functionName: "fake",
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:fake",
      roleArn: "arn:aws:iam::000000000000:role/fake",
      directory: "/nowhere",
      memoryMegabytes: 128,
      timeoutMs: 3000,
      concurrencyMax: 1,
      environment: {},
      logFile: "/nowhere/log",
      isVerbose: false,
    },
    async invoke(event): Promise<Outcome> {
      try {
        return { state: "answered", payload: JSON.stringify((await handler(event)) ?? null) };
      } catch (error) {
        return { state: "failed", error: { errorType: "Error", errorMessage: String(error) } };
      }
    },
    kill: async () => 0,
    pause: () => undefined,
    resume: () => undefined,
    invocationCount: 0,
    activeCount: 0,
    waitingCount: 0,
    close: async () => undefined,
  };
}
