import { type Authorization, readAuthorization } from "./read-authorization.ts";
import type { S3Address } from "./s3-address.ts";
import { s3Error } from "./s3-error.ts";
import { type ChunkSigner, canonicalRequest, isSameSignature, requestSignature, signingKey } from "./sigv4.ts";

/** What stands behind an access key; a bare text is its secret. */
type Credential = string | { readonly secret: string; readonly principalArn?: string; readonly isExpired?: boolean };

/** @returns undefined for an unknown key, and for a session token that is not the key's (or is missing). */
export type CredentialLookup = (accessKeyId: string, sessionToken: string | undefined) => Credential | undefined;

export interface Caller {
  readonly accessKeyId: string;
  /** Undefined stands for the account itself. */
  readonly principalArn: string | undefined;
  readonly authType: "REST-HEADER" | "REST-QUERY-STRING";
  readonly signatureAgeMs: number;
  /** The x-amz-content-sha256 that was signed. */
  readonly payloadHash: string;
  readonly chunkSigner: ChunkSigner;
}

export interface SignedParts {
  readonly method: string;
  readonly address: S3Address;
  readonly headers: ReadonlyMap<string, string>;
  readonly query: (name: string) => string | undefined;
}

export interface AuthenticateOptions {
  readonly credentials: CredentialLookup;
  readonly region: string;
  readonly nowMs: number;
}

const skewMsMax = 15 * 60 * 1000;

export function authenticate(request: SignedParts, options: AuthenticateOptions): Caller {
  const header = (name: string) => request.headers.get(name);
  const authorization = readAuthorization({ header, query: request.query });
  const isQuery = authorization.form === "query";
  checkScope(authorization, options.region);
  const ageMs = options.nowMs - authorization.signedAtMs;
  checkTime(authorization, ageMs);
  const credential = lookUp(authorization, options.credentials);
  checkSignedHeaders(request, authorization);

  const hashGiven = header("x-amz-content-sha256") ?? (isQuery ? "UNSIGNED-PAYLOAD" : undefined);
  if (hashGiven === undefined) {
    throw s3Error("InvalidRequest", "Missing required header for this request: x-amz-content-sha256");
  }
  const key = signingKey(credential.secret, authorization.scope);
  const canonical = canonicalRequest({
    method: request.method,
    rawPath: request.address.rawPath,
    query: request.address.query.filter(([name]) => name !== "X-Amz-Signature"),
    signedHeaders: authorization.signedHeaders,
    header,
    payloadHash: hashGiven,
  });
  const computed = requestSignature(key, authorization.signedAt, authorization.scope, canonical);
  if (!isSameSignature(computed, authorization.signature)) throw s3Error("SignatureDoesNotMatch");
  const { scope, signedAt, signature: seedSignature } = authorization;
  return {
    accessKeyId: authorization.accessKeyId,
    principalArn: credential.principalArn,
    authType: isQuery ? "REST-QUERY-STRING" : "REST-HEADER",
    signatureAgeMs: ageMs,
    payloadHash: hashGiven,
    chunkSigner: { key, scope, signedAt, seedSignature },
  };
}

function checkScope({ form, scope, signedAt }: Authorization, region: string): void {
  const code = form === "header" ? "AuthorizationHeaderMalformed" : "AuthorizationQueryParametersError";
  if (scope.region !== region) {
    throw s3Error(code, `The region '${scope.region}' is wrong; expecting '${region}'`, { Region: region });
  }
  if (scope.service !== "s3")
    throw s3Error(code, `incorrect service "${scope.service}". This endpoint belongs to "s3".`);
  if (!signedAt.startsWith(scope.date)) {
    if (form === "header") throw s3Error("SignatureDoesNotMatch");
    throw s3Error(
      code,
      `Invalid credential date "${scope.date}". This date is not the same as X-Amz-Date: "${signedAt}".`,
    );
  }
}

function checkTime({ form, lifeSeconds }: Authorization, ageMs: number): void {
  if (form === "header") {
    if (Math.abs(ageMs) > skewMsMax) throw s3Error("RequestTimeTooSkewed");
    return;
  }
  if (ageMs < -skewMsMax) throw s3Error("AccessDenied", "Request is not valid yet");
  if (ageMs > (lifeSeconds ?? 0) * 1000) throw s3Error("AccessDenied", "Request has expired");
}

function lookUp(
  { accessKeyId, sessionToken }: Authorization,
  credentials: CredentialLookup,
): Exclude<Credential, string> {
  const found = credentials(accessKeyId, sessionToken);
  if (found === undefined) throw s3Error(sessionToken === undefined ? "InvalidAccessKeyId" : "InvalidToken");
  const credential = typeof found === "string" ? { secret: found } : found;
  if (credential.isExpired === true) throw s3Error("ExpiredToken");
  return credential;
}

const mustBeSigned = (name: string): boolean =>
  name === "host" || (name.startsWith("x-amz-") && name !== "x-amz-content-sha256");

/** A header that changes what S3 does must be part of the signature, or a stranger could add it to a link. */
function checkSignedHeaders(request: SignedParts, { signedHeaders }: Authorization): void {
  const unsigned = [...request.headers.keys()].filter((name) => mustBeSigned(name) && !signedHeaders.includes(name));
  if (unsigned.length > 0 || !signedHeaders.includes("host")) {
    throw s3Error("AccessDenied", "There were headers present in the request which were not signed", {
      HeadersNotSigned: unsigned.join(", "),
    });
  }
}
