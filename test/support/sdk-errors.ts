/** An error as an SDK client throws it for an answer of the service. */
export function serviceError(name: string, status: number): Error {
  return Object.assign(new Error(`${name} happened`), {
    name,
    $fault: status >= 500 ? "server" : "client",
    $metadata: { httpStatusCode: status, requestId: "r-1", attempts: 3 },
  });
}

/** An error of the way to the service, as Node has it. */
export const networkError = (code: string): Error =>
  Object.assign(new Error(`connect ${code}`), { code, $metadata: { attempts: 3 } });

export const timeout = (): Error => Object.assign(new Error("no answer"), { name: "TimeoutError" });

/** What every adapter over an SDK client makes of the errors that every service has. */
export const COMMON_FAILURES: readonly (readonly [string, Error, string])[] = [
  ["a throttle", serviceError("ThrottlingException", 400), "service-busy"],
  ["too many requests", serviceError("TooManyRequestsException", 429), "service-busy"],
  ["an unavailable service", serviceError("ServiceUnavailable", 503), "service-busy"],
  ["a refused connection", networkError("ECONNREFUSED"), "service-busy"],
  ["a name that does not resolve", networkError("ENOTFOUND"), "service-busy"],
  ["a failure of the server", serviceError("InternalFailure", 500), "answer-ambiguous"],
  ["a connection that broke", networkError("ECONNRESET"), "answer-ambiguous"],
  ["a time-out", timeout(), "answer-ambiguous"],
];
