import type { APIGatewayProxyResult } from "aws-lambda";
import { Failure, failureRow } from "../domain/failure.ts";
import { renderHal } from "./answer.ts";

/** A failure as OpenProject's API renders errors. Anything that is not a `Failure` shows nothing of itself. */
export const renderProblem = (error: unknown): APIGatewayProxyResult => {
  const failure = error instanceof Failure ? error : new Failure("internal");
  const { status, name } = failureRow(failure.code);
  const { retryAfterSeconds, ...details } = failure.details;
  return renderHal(
    status,
    {
      _type: "Error",
      errorIdentifier: `urn:openproject-org:api:v3:errors:${name}`,
      message: failure.message,
      // What we say of our own side is in the log; callers are told what they can mend.
      ...(status >= 500 || Object.keys(details).length === 0 ? {} : { _embedded: { details } }),
    },
    {
      ...(status === 401 ? { "www-authenticate": 'Basic realm="OpenProject API"' } : {}),
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  );
};
