import { Failure, type FailureCode } from "../../domain/failure.ts";
import { isSdkError } from "../system/sdk-error-kind.ts";
import { sdkFailure } from "../system/sdk-failure.ts";

/** S3's own words for what a caller may want to tell apart. A HEAD has no body, hence no name but that of its status. */
const CODES: Readonly<Record<string, FailureCode>> = {
  NoSuchKey: "store-not-found",
  NoSuchVersion: "store-not-found",
  NoSuchUpload: "store-not-found",
  NoSuchBucket: "store-refused",
  NotFound: "store-not-found",
  PreconditionFailed: "store-conflict",
  ConditionalRequestConflict: "store-conflict",
  OperationAborted: "store-conflict",
  InternalError: "service-busy",
  RequestTimeTooSkewed: "service-busy",
};

/** The failure for an error of the archive or the work bucket; `store-refused` for what was refused for good. */
export function s3Failure(error: unknown): unknown {
  if (error instanceof Failure) return error;
  const code = isSdkError(error) ? (CODES[error.name] ?? codeOfStatus(error.$metadata?.httpStatusCode)) : undefined;
  if (code === undefined || !isSdkError(error)) return sdkFailure(error, "store-refused");
  return new Failure(code, { error: error.name }, error);
}

function codeOfStatus(status: number | undefined): FailureCode | undefined {
  if (status === 404) return "store-not-found";
  return status === 409 || status === 412 ? "store-conflict" : undefined;
}
