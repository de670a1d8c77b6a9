import { Failure } from "../../domain/failure.ts";
import { redact, redactText } from "./redact.ts";
import { isSdkError } from "./sdk-error-kind.ts";

/** Causes are followed this far. */
const DEPTH_MAX = 5;

/**
 * An error as plain facts for the log. Only what is known to be harmless is taken: no bodies, no rows, nothing of what
 * libraries hang on their errors. A parser's message quotes what it read, so syntax errors go without.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { thrown: typeof error };
  return {
    name: error.name,
    ...(error instanceof SyntaxError ? {} : { message: redactText(error.message) }),
    ...(error instanceof Failure ? { failure: error.code, details: redact(error.details) } : {}),
    ...systemFacts(error),
    ...(error instanceof Failure || error instanceof SyntaxError ? {} : { stack: redactText(error.stack ?? "") }),
    ...(error.cause === undefined || depth === DEPTH_MAX ? {} : { cause: describeError(error.cause, depth + 1) }),
  };
}

/** Which request it was for AWS's support, and the short codes of the system (`ECONNREFUSED`) or PostgreSQL (`57P01`). */
function systemFacts(error: Error): Record<string, unknown> {
  if (!isSdkError(error)) return {};
  const { httpStatusCode, requestId, attempts } = error.$metadata ?? {};
  const aws = { httpStatusCode, requestId, attempts };
  return {
    ...(error.code === undefined ? {} : { system: error.code }),
    ...(Object.values(aws).some((fact) => fact !== undefined) ? { aws } : {}),
  };
}
