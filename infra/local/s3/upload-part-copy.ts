import { addBody, extentsOf } from "./bodies.ts";
import { requireBucket } from "./buckets.ts";
import { readCopyRange } from "./byte-range.ts";
import { checkCopyConditions } from "./conditions.ts";
import { readCopySource } from "./copy-source.ts";
import { describeCopy } from "./describe-copy.ts";
import { readPartNumber } from "./multipart.ts";
import { encryptionHeaders, requireReadable } from "./object-traits.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { putPart, requireUpload } from "./uploads.ts";
import { requireVersion, versionIdHeader } from "./versions.ts";
import { renderXml } from "./xml-render.ts";

/** A part out of another object; its bytes never pass the client, and on this disk they do not even move. */
export async function uploadPartCopy(request: S3Request, store: Store): Promise<S3Answer> {
  const number = readPartNumber(request);
  requireBucket(store, request.bucket);
  const find = () => requireUpload(store, request.bucket, request.key, request.query("uploadId"));
  const { id, plan } = find();
  const from = readCopySource(request.header("x-amz-copy-source"));
  const source = requireVersion(store, from.bucket, from.key, from.versionId);
  checkCopyConditions(request, source);
  requireReadable(source.traits);
  const { first, last } = readSourceRange(request, store, source.sizeBytes);
  const cut = extentsOf(store, source.body, first, last);
  const held = store.blobs.read(cut);
  try {
    const { algorithm } = plan;
    const described = await describeCopy(store, cut, { algorithm, encryption: plan.traits.encryption });
    const { checksum, etag } = described;
    const isChecksumListed = plan.isAlgorithmNamed && store.copyAnswers !== "none";
    const freed = store.atomically(() => {
      find();
      const body = addBody(store, described.extents);
      return putPart(store, id, { number, sizeBytes: last - first + 1, etag, checksum, isChecksumListed, body });
    });
    store.blobs.discard(freed);
    const isTold = plan.isAlgorithmNamed && store.copyAnswers === "checksum";
    return {
      status: 200,
      headers: {
        ...encryptionHeaders(plan.traits.encryption),
        "x-amz-copy-source-version-id": versionIdHeader(requireBucket(store, from.bucket), source)["x-amz-version-id"],
      },
      document: renderXml("CopyPartResult", {
        ETag: `"${etag}"`,
        LastModified: new Date(store.nowMs()).toISOString(),
        ...(isTold && { [`Checksum${checksum.algorithm}`]: checksum.value }),
      }),
    };
  } finally {
    held.release();
  }
}

function readSourceRange(request: S3Request, store: Store, sizeBytes: number): { first: number; last: number } {
  const { rangeCopySourceBytesMin, requestBytesMax } = store.limits;
  const header = request.header("x-amz-copy-source-range");
  if (header !== undefined && sizeBytes <= rangeCopySourceBytesMin) {
    throw s3Error(
      "InvalidRequest",
      `The specified copy source is not supported as a byte-range copy source: it must be larger than ${rangeCopySourceBytesMin} bytes`,
    );
  }
  const range = header === undefined ? { first: 0, last: sizeBytes - 1 } : readCopyRange(header, sizeBytes);
  if (range.last - range.first + 1 > requestBytesMax) {
    throw s3Error(
      "InvalidRequest",
      `The specified copy source is larger than the maximum allowable size for a copy source: ${requestBytesMax}`,
    );
  }
  return range;
}
