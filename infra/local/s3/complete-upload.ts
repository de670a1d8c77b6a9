import { createHash } from "node:crypto";
import { addBody, type CheckedExtent, extentsOf } from "./bodies.ts";
import { requireBucket } from "./buckets.ts";
import { type Checksum, combineChecksums, readChecksum } from "./checksums.ts";
import { type NamedPart, parseCompleteRequest } from "./complete-request.ts";
import { checkWriteConditions } from "./conditions.ts";
import { encryptionHeaders } from "./object-traits.ts";
import { readDocument } from "./read-document.ts";
import { opaqueEtag } from "./receive-body.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { type CompletedUpload, dropParts, findUpload, listParts, type Part, type Upload } from "./uploads.ts";
import { addVersion, findLatest, versionIdHeader } from "./versions.ts";
import { renderXml } from "./xml-render.ts";

/** Everything is checked before anything changes: a refused Complete leaves the upload as it was. */
export async function completeMultipartUpload(request: S3Request, store: Store): Promise<S3Answer> {
  const bucket = requireBucket(store, request.bucket);
  const upload = findUpload(store, request.bucket, request.key, request.query("uploadId"));
  const named = parseCompleteRequest(await readDocument(completeDocument(request)));
  const { answer, freed } = store.atomically(() => {
    const current = findUpload(store, request.bucket, request.key, upload.id);
    if (current.result !== undefined) return { answer: answerAgain(current, current.result, named), freed: [] };
    const parts = chooseParts(store, current, named);
    checkWriteConditions(request, findLatest(store, bucket.name, request.key));
    const { checksum, sizeBytes } = checkWhole(request, current, parts);
    const { traits, tags, lock } = current.plan;
    const isOpaque = traits.encryption.algorithm === "aws:kms";
    const etag = `${isOpaque ? opaqueEtag() : digestOfDigests(parts)}-${parts.length}`;
    const published = addVersion(store, {
      bucket: bucket.name,
      key: request.key,
      isDeleteMarker: false,
      sizeBytes,
      etag,
      body: addBody(store, bodiesInOrder(store, parts)),
      traits: { ...traits, checksum: { ...checksum, type: current.plan.type } },
      tags,
      lock,
    });
    const result: CompletedUpload = {
      parts: named.map(({ number, etag }) => ({ number, etag })),
      headers: { ...versionIdHeader(bucket, published.version), ...encryptionHeaders(traits.encryption) },
      document: renderXml("CompleteMultipartUploadResult", {
        Location: `/${bucket.name}/${encodeURI(request.key)}`,
        Bucket: bucket.name,
        Key: request.key,
        ETag: `"${etag}"`,
        ChecksumType: current.plan.type,
        [`Checksum${checksum.algorithm}`]: checksum.value,
      }),
    };
    void store.sql.run`UPDATE upload SET result = ${JSON.stringify(result)} WHERE id = ${upload.id}`;
    return { answer: { status: 200, ...result }, freed: [...published.freed, ...dropParts(store, upload.id)] };
  });
  store.blobs.discard(freed);
  return answer;
}

/** The checksum of this request's header is that of the object, not of the document that names its parts. */
function completeDocument(request: S3Request): S3Request {
  return { ...request, header: (name) => (name.startsWith("x-amz-checksum-") ? undefined : request.header(name)) };
}

/** An upload that has been completed answers the same question with the same answer. */
function answerAgain(upload: Upload, result: CompletedUpload, named: readonly NamedPart[]): S3Answer {
  const isSame =
    named.length === result.parts.length &&
    named.every(({ number, etag }, at) => result.parts[at]?.number === number && result.parts[at]?.etag === etag);
  if (!isSame) throw s3Error("NoSuchUpload", undefined, { UploadId: upload.id });
  return { status: 200, headers: result.headers, document: result.document };
}

function chooseParts(store: Store, upload: Upload, named: readonly NamedPart[]): readonly Part[] {
  if (named.some((part, at) => at > 0 && part.number <= (named[at - 1]?.number ?? 0)))
    throw s3Error("InvalidPartOrder");
  const { algorithm, type, isAlgorithmNamed } = upload.plan;
  const uploaded = new Map(listParts(store, upload.id).map((part) => [part.number, part]));
  const chosen = named.map(({ number, etag, checksums }) => {
    const part = uploaded.get(number);
    const claimed = checksums.get(`Checksum${algorithm}`);
    const isForeign = checksums.size > (claimed === undefined ? 0 : 1);
    const isOther = claimed !== undefined && claimed !== part?.checksum.value;
    if (part === undefined || part.etag !== etag || isForeign || isOther) {
      throw s3Error("InvalidPart", undefined, { UploadId: upload.id, PartNumber: String(number), ETag: etag });
    }
    if (type === "COMPOSITE" && isAlgorithmNamed && claimed === undefined) {
      throw s3Error(
        "InvalidRequest",
        `The upload was created using a ${algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${number} in the request.`,
      );
    }
    return part;
  });
  const tooSmall = chosen.slice(0, -1).find((part) => part.sizeBytes < store.limits.partBytesMin);
  if (tooSmall === undefined) return chosen;
  throw s3Error("EntityTooSmall", undefined, {
    ETag: tooSmall.etag,
    MinSizeAllowed: String(store.limits.partBytesMin),
    PartNumber: String(tooSmall.number),
    ProposedSize: String(tooSmall.sizeBytes),
  });
}

function checkWhole(
  request: S3Request,
  upload: Upload,
  parts: readonly Part[],
): { checksum: Checksum; sizeBytes: number } {
  const { algorithm, type } = upload.plan;
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  const sizeClaimed = request.header("x-amz-mp-object-size");
  if (sizeClaimed !== undefined && sizeClaimed !== String(sizeBytes)) {
    throw s3Error(
      "InvalidRequest",
      `The provided 'x-amz-mp-object-size' header value ${sizeClaimed} does not match what was computed: ${sizeBytes}`,
    );
  }
  const typeClaimed = request.header("x-amz-checksum-type");
  if (typeClaimed !== undefined && typeClaimed !== type) {
    throw s3Error(
      "InvalidRequest",
      `The upload was created using the ${type} checksum mode. The complete request must use the same checksum mode.`,
    );
  }
  const partChecksums = parts.map((part) => ({ value: part.checksum.value, sizeBytes: part.sizeBytes }));
  const value = combineChecksums(algorithm, type, partChecksums);
  const claimed = readChecksum((name) => request.header(name));
  if (claimed !== undefined && claimed.algorithm !== algorithm) {
    throw s3Error("InvalidRequest", `The upload was created using a ${algorithm.toLowerCase()} checksum.`);
  }
  if (claimed !== undefined && claimed.value !== value) {
    throw s3Error("BadDigest", `The ${algorithm.toLowerCase()} you specified did not match the calculated checksum.`);
  }
  return { checksum: { algorithm, value }, sizeBytes };
}

/** The ETag of a multipart object: the MD5 of its parts' MD5s. */
function digestOfDigests(parts: readonly Part[]): string {
  const hash = createHash("md5");
  for (const part of parts) hash.update(Buffer.from(part.etag, "hex"));
  return hash.digest("hex");
}

function* bodiesInOrder(store: Store, parts: readonly Part[]): Generator<CheckedExtent> {
  for (const part of parts) {
    for (const extent of extentsOf(store, part.body)) {
      if (extent.crc32 === undefined) throw new Error("a whole body has an extent without its CRC-32");
      yield { ...extent, crc32: extent.crc32 };
    }
  }
}
