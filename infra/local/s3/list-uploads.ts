import { requireBucket } from "./buckets.ts";
import { commonPrefix, endOf, readCount, readPageWish } from "./list-page.ts";
import { numberOf } from "./metadata.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { listParts, requireUpload, toUpload, type Upload } from "./uploads.ts";
import { renderXml } from "./xml-render.ts";

export function listUploadParts(request: S3Request, store: Store): S3Answer {
  requireBucket(store, request.bucket);
  const upload = requireUpload(store, request.bucket, request.key, request.query("uploadId"));
  const rowsMax = readCount(request, "max-parts");
  const marker = request.query("part-number-marker") ?? "0";
  if (!/^\d{1,9}$/u.test(marker)) throw s3Error("InvalidArgument");
  const rows = listParts(store, upload.id, Number(marker), rowsMax + 1);
  const parts = rows.slice(0, rowsMax);
  const { algorithm, type, isAlgorithmNamed, traits } = upload.plan;
  return {
    status: 200,
    document: renderXml("ListPartsResult", {
      Bucket: upload.bucket,
      Key: upload.key,
      UploadId: upload.id,
      PartNumberMarker: Number(marker),
      NextPartNumberMarker: parts.at(-1)?.number ?? 0,
      MaxParts: rowsMax,
      IsTruncated: rows.length > rowsMax,
      StorageClass: traits.storageClass,
      ChecksumAlgorithm: isAlgorithmNamed ? algorithm : undefined,
      ChecksumType: isAlgorithmNamed ? type : undefined,
      Part: parts.map((part) => ({
        PartNumber: part.number,
        LastModified: new Date(part.modifiedMs).toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.sizeBytes,
        [`Checksum${part.checksum.algorithm}`]: part.isChecksumListed ? part.checksum.value : undefined,
      })),
    }),
  };
}

/** Uploads that still live: by key, those of one key in the order they began. */
export function listMultipartUploads(request: S3Request, store: Store): S3Answer {
  const { name } = requireBucket(store, request.bucket);
  const wish = readPageWish(request, "max-uploads");
  const [keyMarker, idMarker] = [request.query("key-marker") ?? "", request.query("upload-id-marker") ?? ""];
  const marked = store.sql.get`SELECT seq FROM upload WHERE id = ${idMarker}`;
  const seqMarker = marked === undefined ? Number.MAX_SAFE_INTEGER : numberOf(marked, "seq");
  const rows = store.sql.all`SELECT * FROM upload WHERE bucket = ${name} AND result IS NULL
    AND key >= ${wish.prefix} AND key < ${endOf(wish.prefix)}
    AND (key > ${keyMarker} OR (key = ${keyMarker} AND seq > ${seqMarker})) ORDER BY key, seq`.map(toUpload);
  const uploads: Upload[] = [];
  const prefixes = new Set<string>();
  let isTruncated = false;
  let last = { key: "", id: "" };
  for (const upload of rows) {
    const folded = commonPrefix(upload.key, wish);
    if (folded !== undefined && prefixes.has(folded)) continue;
    isTruncated = uploads.length + prefixes.size === wish.rowsMax;
    if (isTruncated) break;
    if (folded === undefined) uploads.push(upload);
    else prefixes.add(folded);
    last = folded === undefined ? upload : { key: endOf(folded), id: "" };
  }
  return {
    status: 200,
    document: renderXml("ListMultipartUploadsResult", {
      Bucket: name,
      KeyMarker: wish.encode(keyMarker),
      UploadIdMarker: idMarker,
      NextKeyMarker: isTruncated ? wish.encode(last.key) : undefined,
      NextUploadIdMarker: isTruncated ? last.id : undefined,
      Prefix: wish.encode(wish.prefix),
      Delimiter: wish.delimiter === "" ? undefined : wish.encode(wish.delimiter),
      EncodingType: wish.encodingType,
      MaxUploads: wish.rowsMax,
      IsTruncated: isTruncated,
      Upload: uploads.map((upload) => ({
        Key: wish.encode(upload.key),
        UploadId: upload.id,
        Initiated: new Date(upload.initiatedMs).toISOString(),
        StorageClass: upload.plan.traits.storageClass,
        ChecksumAlgorithm: upload.plan.isAlgorithmNamed ? upload.plan.algorithm : undefined,
        ChecksumType: upload.plan.isAlgorithmNamed ? upload.plan.type : undefined,
        Owner: { ID: store.accountId },
        Initiator: { ID: store.accountId },
      })),
      CommonPrefixes: [...prefixes].map((prefix) => ({ Prefix: wish.encode(prefix) })),
    }),
  };
}
