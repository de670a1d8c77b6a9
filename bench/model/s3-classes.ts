import { PRICES } from "./prices.ts";

/** Requests by operation, as the local S3 server names them. */
export type S3Requests = Readonly<Record<string, number>>;

/** Not charged at all. */
const free = new Set(["DeleteObject", "DeleteObjects", "AbortMultipartUpload"]);
/** Charged as PUT, COPY, POST or LIST. */
const writes = new Set([
  "PutObject",
  "CopyObject",
  "CreateMultipartUpload",
  "UploadPart",
  "UploadPartCopy",
  "CompleteMultipartUpload",
  "ListObjectsV2",
  "ListObjectVersions",
  "ListMultipartUploads",
  "ListParts",
]);

export function s3Price(requests: S3Requests): number {
  return Object.entries(requests).reduce((sum, [operation, count]) => {
    if (free.has(operation)) return sum;
    return sum + count * (writes.has(operation) ? PRICES.s3WriteRequest : PRICES.s3ReadRequest);
  }, 0);
}

export const requestCount = (requests: S3Requests): number =>
  Object.values(requests).reduce((sum, count) => sum + count, 0);
