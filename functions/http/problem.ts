import type { APIGatewayProxyResult } from "aws-lambda";
import { Failure, type FailureCode, failureRow } from "../domain/failure.ts";
import { renderHal } from "./answer.ts";

const SIGN_IN = 'Basic realm="OpenProject API"';

/** Where signing in is not what is missing. RFC 9470, section 3: who it is is known, but has to be proven once more. */
const CHALLENGES: Partial<Record<FailureCode, string>> = {
  "step-up-required":
    'Bearer realm="OpenProject API", error="insufficient_user_authentication", error_description="Confirm with password, and code where there is one, for this backup"',
};

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
      ...(status === 401 ? { "www-authenticate": CHALLENGES[failure.code] ?? SIGN_IN } : {}),
      ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  );
};
