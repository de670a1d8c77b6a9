import { createHash, timingSafeEqual } from "node:crypto";
import { Sha256Node } from "@smithy/core/checksum";
import { SignatureV4 } from "@smithy/signature-v4";
import { REGION } from "../template/account.ts";
import { type ReadSignature, readSignature } from "./read-signature.ts";

/** A request as it came in, before any of it is believed. */
export interface SignedRequest {
  readonly method: string;
  /** Path and query, as they stand in the request line. */
  readonly target: string;
  /** By name in lower case; several values of one name are joined by commas. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Who signs with an access key. */
interface Signer {
  readonly secret: string;
  readonly arn: string;
}

export interface SignerLookup {
  /** Undefined: nobody's, or the session token is another's. */
  find(accessKeyId: string, sessionToken: string | undefined): Signer | "over" | undefined;
}

export type SignatureVerdict =
  | { readonly isValid: true; readonly signer: Signer; readonly accessKeyId: string }
  | { readonly isValid: false; readonly type: SignatureRefusal; readonly message: string };

/** API Gateway's own names, without `Exception`. */
export type SignatureRefusal =
  | "MissingAuthenticationToken"
  | "IncompleteSignature"
  | "UnrecognizedClient"
  | "ExpiredToken"
  | "InvalidSignature";

/** What API Gateway allows; S3 has 15 minutes. */
const SKEW_MS_MAX = 5 * 60_000;
const SERVICE = "execute-api";

/**
 * Signature Version 4 in the `Authorization` header, checked as API Gateway checks it: the same request is signed once
 * more by the library that clients sign with, and the two signatures are compared. Signatures in the query are not taken.
 */
export async function checkSignature(
  request: SignedRequest,
  signers: SignerLookup,
  nowMs: number,
): Promise<SignatureVerdict> {
  const read = readSignature(request.headers);
  if ("message" in read) return { isValid: false, ...read };
  const problem = checkScope(read) ?? checkTime(read, nowMs);
  if (problem !== undefined) return refuse("InvalidSignature", problem);
  if (!read.signedHeaders.includes("host")) {
    return refuse("InvalidSignature", "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  const signer = signers.find(read.accessKeyId, request.headers["x-amz-security-token"]);
  if (signer === undefined) {
    return refuse("UnrecognizedClient", "The security token included in the request is invalid.");
  }
  if (signer === "over") return refuse("ExpiredToken", "The security token included in the request is expired");
  const signature = await signatureOf(request, read, signer);
  if (signature === undefined || !isSame(signature, read.signature)) {
    return refuse(
      "InvalidSignature",
      "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
    );
  }
  return { isValid: true, signer, accessKeyId: read.accessKeyId };
}

const refuse = (type: SignatureRefusal, message: string): SignatureVerdict => ({ isValid: false, type, message });

function checkScope({ scope, signedAt }: ReadSignature): string | undefined {
  const [date, region, service, end] = scope;
  if (region !== REGION) return `Credential should be scoped to a valid region, not '${region}'.`;
  if (service !== SERVICE) return `Credential should be scoped to correct service: '${SERVICE}'.`;
  if (end !== "aws4_request") return "Credential should be scoped with a valid terminator: 'aws4_request'.";
  if (!signedAt.startsWith(date)) {
    return `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${signedAt.slice(0, 8)}', from '${signedAt}'.`;
  }
  return undefined;
}

function checkTime({ signedAt, signedAtMs }: ReadSignature, nowMs: number): string | undefined {
  const [now, earliest, latest] = [nowMs, nowMs - SKEW_MS_MAX, nowMs + SKEW_MS_MAX].map(amzDate);
  if (signedAtMs < nowMs - SKEW_MS_MAX) {
    return `Signature expired: ${signedAt} is now earlier than ${earliest} (${now} - 5 min.)`;
  }
  if (signedAtMs > nowMs + SKEW_MS_MAX) {
    return `Signature not yet current: ${signedAt} is still later than ${latest} (${now} + 5 min.)`;
  }
  return undefined;
}

const amzDate = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/gu, "");

/** Undefined where the request does not have a header that it says it signed, or has another body than it says. */
async function signatureOf(
  { method, target, headers, body }: SignedRequest,
  { signedHeaders, accessKeyId, signedAtMs }: ReadSignature,
  { secret }: Signer,
): Promise<string | undefined> {
  const signed: Record<string, string> = {};
  for (const name of signedHeaders) {
    const value = headers[name];
    if (value === undefined) return undefined;
    signed[name] = value;
  }
  // The library takes this header's word for the body.
  const bodyHash = signed["x-amz-content-sha256"];
  if (bodyHash !== undefined && bodyHash !== createHash("sha256").update(body).digest("hex")) return undefined;
  const url = new URL(target, "http://unused");
  const signer = new SignatureV4({
    service: SERVICE,
    region: REGION,
    // The session token is a header like any other here: signed if the client signed it.
    credentials: { accessKeyId, secretAccessKey: secret },
    sha256: Sha256Node,
    applyChecksum: false,
  });
  const again = await signer.sign(
    {
      method,
      protocol: "http:",
      hostname: "unused",
      path: url.pathname,
      query: queryOf(url.searchParams),
      headers: signed,
      body,
    },
    { signingDate: new Date(signedAtMs), signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})$/u.exec(again.headers["authorization"] ?? "")?.[1];
}

const queryOf = (query: URLSearchParams): Record<string, string[]> =>
  Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)]));

/** In constant time; the length of a signature is no secret. */
function isSame(computed: string, given: string): boolean {
  const [a, b] = [Buffer.from(computed), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
