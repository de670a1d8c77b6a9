import { Failure, type FailureCode } from "../../domain/failure.ts";
import { type SdkErrorKind, sdkErrorKind } from "./sdk-error-kind.ts";

/**
 * The failure for an error that an SDK client threw, the error in its `cause`. `refused` is the code for calls that the
 * service looked at and refused. Anything that is no error of a service comes back as it is: it is a bug.
 */
export function sdkFailure(error: unknown, refused: FailureCode = "internal"): unknown {
  const kind = sdkErrorKind(error);
  if (kind === undefined) return error;
  const codes = {
    throttled: "service-busy",
    unreachable: "service-busy",
    unanswered: "answer-ambiguous",
    "server-fault": "answer-ambiguous",
    refused,
  } as const satisfies Record<SdkErrorKind, FailureCode>;
  return new Failure(codes[kind], { error: error instanceof Error ? error.name : "unknown" }, error);
}
