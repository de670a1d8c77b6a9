import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from "openid-client";
import { Failure, isFailure } from "../../domain/failure.ts";

/** What a token endpoint says when it is us who are wrong there, or the provider itself. */
const OURS = new Set(["invalid_client", "unauthorized_client", "server_error", "temporarily_unavailable"]);

/** The library's codes for answers that do not look like a provider's; all others are for a check that did not hold. */
const NOT_A_PROVIDER = new Set([
  "OAUTH_TIMEOUT",
  "OAUTH_ABORT",
  "OAUTH_RESPONSE_IS_NOT_CONFORM",
  "OAUTH_RESPONSE_IS_NOT_JSON",
  "OAUTH_PARSE_ERROR",
  "OAUTH_HTTP_REQUEST_FORBIDDEN",
  "OAUTH_REQUEST_PROTOCOL_FORBIDDEN",
  "OAUTH_MISSING_SERVER_METADATA",
  "OAUTH_INVALID_SERVER_METADATA",
]);

/** A sign-on that the provider, or a check of its answer, refused; or a provider that cannot be spoken to. */
export const redeemFailure = (error: unknown): unknown => {
  const own = ownFailure(error);
  if (own) return own;
  if (error instanceof ResponseBodyError) {
    return error.status >= 500 || OURS.has(error.error) ? unavailable(error, error.error) : refused(error);
  }
  if (error instanceof ClientError) {
    return NOT_A_PROVIDER.has(error.code ?? "") ? unavailable(error, error.code ?? "") : refused(error);
  }
  if (error instanceof AuthorizationResponseError || error instanceof WWWAuthenticateChallengeError) {
    return refused(error);
  }
  return error;
};

/** Before anybody was sent there, whatever is wrong is wrong with the provider. */
export const discoveryFailure = (error: unknown): unknown => {
  const own = ownFailure(error);
  if (own) return own;
  return error instanceof ClientError || error instanceof ResponseBodyError
    ? unavailable(error, error.code ?? "")
    : error;
};

/** What our own fetch threw, however the library wrapped it. */
function ownFailure(error: unknown): Failure | undefined {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (isFailure(at)) return at;
  }
  return undefined;
}

const refused = (cause: unknown): Failure => new Failure("single-sign-on-refused", {}, cause);

const unavailable = (cause: unknown, reason: string): Failure =>
  new Failure("identity-provider-unavailable", { reason }, cause);
