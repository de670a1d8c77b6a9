import { describe, expect, it } from "vitest";
import { s3Failure } from "../../../../functions/adapters/s3/s3-failure.ts";
import { Failure } from "../../../../functions/domain/failure.ts";
import { COMMON_FAILURES, serviceError } from "../../../support/sdk-errors.ts";

describe("an error of S3", () => {
  it.each([
    ["NoSuchKey", 404, "store-not-found"],
    ["NoSuchVersion", 404, "store-not-found"],
    ["NoSuchUpload", 404, "store-not-found"],
    ["NotFound", 404, "store-not-found"],
    ["UnknownError", 404, "store-not-found"],
    ["NoSuchBucket", 404, "store-refused"],
    ["PreconditionFailed", 412, "store-conflict"],
    ["ConditionalRequestConflict", 409, "store-conflict"],
    ["UnknownError", 412, "store-conflict"],
    ["AccessDenied", 403, "store-refused"],
    ["InvalidRange", 416, "store-refused"],
    ["BadDigest", 400, "store-refused"],
    ["SlowDown", 503, "service-busy"],
    ["InternalError", 500, "service-busy"],
  ])("%s with status %i is %s", (name, status, code) => {
    const error = serviceError(name, status);
    expect(s3Failure(error)).toMatchObject({ code, details: { error: name }, cause: error });
  });

  it.each(COMMON_FAILURES)("of %s is a failure like any service's", (_, error, code) => {
    expect(s3Failure(error)).toMatchObject({ code, cause: error });
  });

  it("that is none stays what it was", () => {
    const bug = new TypeError("bug");
    expect(s3Failure(bug)).toBe(bug);
    const failure = new Failure("dump-failed");
    expect(s3Failure(failure)).toBe(failure);
  });
});
