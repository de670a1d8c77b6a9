/**
 * What an error of an AWS SDK client says about the call:
 * - `throttled`: refused before it was looked at; the same call may succeed later.
 * - `unreachable`: nobody received the call.
 * - `unanswered`: the call went out and no answer came back; it may have been carried out.
 * - `server-fault`: the service failed on it; it may have been carried out.
 * - `refused`: the service looked at it and said no; the same call would be refused again.
 */
export type SdkErrorKind = "throttled" | "unreachable" | "unanswered" | "server-fault" | "refused";

/** The facts that the SDK attaches to what its clients throw. */
export interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string; readonly attempts?: number };
  readonly $fault?: "client" | "server";
  readonly $retryable?: { readonly throttling?: boolean };
  readonly code?: string;
}

const THROTTLES: ReadonlySet<string> = new Set([
  "BandwidthLimitExceeded",
  "KmsThrottled",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "ServiceUnavailable",
  "SlowDown",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
]);

const UNREACHABLE: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
]);
const UNANSWERED: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT", "ECONNABORTED"]);
const UNANSWERED_NAMES: ReadonlySet<string> = new Set(["AbortError", "TimeoutError", "RequestTimeout"]);

/** Undefined: no error of a service or of the way to it, so most likely a bug. */
export function sdkErrorKind(error: unknown): SdkErrorKind | undefined {
  if (!isSdkError(error)) return undefined;
  const status = error.$metadata?.httpStatusCode;
  if (THROTTLES.has(error.name) || error.$retryable?.throttling === true || status === 429 || status === 503) {
    return "throttled";
  }
  if (UNREACHABLE.has(error.code ?? "") || error.name === "CredentialsProviderError") return "unreachable";
  if (UNANSWERED.has(error.code ?? "") || UNANSWERED_NAMES.has(error.name)) return "unanswered";
  if (error.$fault === "server" || (status !== undefined && status >= 500)) return "server-fault";
  if (error.$fault === "client") return "refused";
  return undefined;
}

/** Narrows to the optional members above, each of its right type or absent. */
export function isSdkError(error: unknown): error is SdkError {
  if (!(error instanceof Error)) return false;
  const hasMetadata = !("$metadata" in error) || typeof error.$metadata === "object";
  const hasCode = !("code" in error) || typeof error.code === "string";
  return hasMetadata && hasCode;
}
