import { createHash } from "node:crypto";
import { readClaims } from "./body-claims.ts";
import { startChecksum } from "./checksums.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Request } from "./s3-request.ts";

const documentBytesMax = 4 * 1024 * 1024;

/** A request body that is a document, not an object: read whole, checked as strictly as an object's bytes. */
export async function readDocument(request: S3Request): Promise<string> {
  const claims = readClaims(request, documentBytesMax);
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const bytes of claims.bytes) {
    sizeBytes += bytes.length;
    if (sizeBytes > claims.sizeBytes) throw s3Error("IncompleteBody");
    chunks.push(bytes);
  }
  if (sizeBytes !== claims.sizeBytes) throw s3Error("IncompleteBody");
  const document = Buffer.concat(chunks);
  if (claims.sha256 !== undefined && createHash("sha256").update(document).digest("hex") !== claims.sha256) {
    throw s3Error("XAmzContentSHA256Mismatch");
  }
  const claimed = claims.checksum();
  if (claimed !== undefined) {
    const running = startChecksum(claimed.algorithm);
    running.update(document);
    if (running.value() !== claimed.value) throw s3Error("BadDigest");
  }
  if (claims.md5 !== undefined && !createHash("md5").update(document).digest().equals(claims.md5))
    throw s3Error("BadDigest");
  return document.toString("utf8");
}

/** Some operations are refused without a digest of their body. */
export function requireDigest(request: S3Request): void {
  const names = [...request.headers.keys()];
  if (!names.some((name) => name === "content-md5" || name === "x-amz-trailer" || name.startsWith("x-amz-checksum-"))) {
    throw s3Error("InvalidRequest", "Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
  }
}
