import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The verifying side of Signature Version 4, which no kept library offers: the same computation as the signer's, then a comparison. */
export interface Scope {
  /** YYYYMMDD */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

export interface CanonicalInput {
  readonly method: string;
  readonly rawPath: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Names of the signed headers, lower case, sorted. */
  readonly signedHeaders: readonly string[];
  header(name: string): string | undefined;
  readonly payloadHash: string;
}

export function canonicalRequest(input: CanonicalInput): string {
  const query = input.query
    .map(([name, value]) => [encodeRfc3986(name), encodeRfc3986(value)] as const)
    .sort((a, b) => compare(a[0], b[0]) || compare(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const headers = input.signedHeaders
    .map((name) => `${name}:${(input.header(name) ?? "").trim().replace(/\s+/gu, " ")}\n`)
    .join("");
  const path = input.rawPath
    .split("/")
    .map((segment) => encodeRfc3986(decodeURIComponent(segment)))
    .join("/");
  return [input.method, path, query, headers, input.signedHeaders.join(";"), input.payloadHash].join("\n");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** encodeURIComponent leaves `!'()*` as they are; the signature does not. */
const encodeRfc3986 = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/gu, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const scopeText = ({ date, region, service }: Scope): string => `${date}/${region}/${service}/aws4_request`;

export function signingKey(secret: string, { date, region, service }: Scope): Buffer {
  const keyed = [date, region, service, "aws4_request"].reduce<Buffer | string>(
    (key, part) => createHmac("sha256", key).update(part).digest(),
    `AWS4${secret}`,
  );
  return Buffer.from(keyed);
}

export const sha256Hex = (text: string): string => createHash("sha256").update(text).digest("hex");

/** @param signedAt as in x-amz-date, `20260102T030405Z` */
export function requestSignature(key: Buffer, signedAt: string, scope: Scope, canonical: string): string {
  const text = ["AWS4-HMAC-SHA256", signedAt, scopeText(scope), sha256Hex(canonical)].join("\n");
  return createHmac("sha256", key).update(text).digest("hex");
}

const emptySha256 = sha256Hex("");

/** What the next chunk's signature is made with: each chunk signs the one before, the first the request's. */
export interface ChunkSigner {
  readonly key: Buffer;
  readonly signedAt: string;
  readonly scope: Scope;
  readonly seedSignature: string;
}

export function chunkSignature(signer: ChunkSigner, previous: string, chunkSha256: string): string {
  const lines = [
    "AWS4-HMAC-SHA256-PAYLOAD",
    signer.signedAt,
    scopeText(signer.scope),
    previous,
    emptySha256,
    chunkSha256,
  ];
  return createHmac("sha256", signer.key).update(lines.join("\n")).digest("hex");
}

export function trailerSignature(signer: ChunkSigner, previous: string, trailerSha256: string): string {
  const lines = ["AWS4-HMAC-SHA256-TRAILER", signer.signedAt, scopeText(signer.scope), previous, trailerSha256];
  return createHmac("sha256", signer.key).update(lines.join("\n")).digest("hex");
}

export function isSameSignature(computed: string, given: string): boolean {
  const [a, b] = [Buffer.from(computed), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
