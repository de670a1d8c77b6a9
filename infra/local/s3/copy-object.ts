import { addBody, extentsOf } from "./bodies.ts";
import { requireBucket } from "./buckets.ts";
import { type ChecksumAlgorithm, readAlgorithm } from "./checksums.ts";
import { checkCopyConditions, checkWriteConditions } from "./conditions.ts";
import { readCopySource } from "./copy-source.ts";
import { describeCopy } from "./describe-copy.ts";
import { readLock } from "./object-lock.ts";
import { contextHeader, encryptionHeaders, type ObjectTraits, readTraits, requireReadable } from "./object-traits.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { readTagsHeader } from "./tags.ts";
import { addVersion, findLatest, type ObjectVersion, requireVersion, versionIdHeader } from "./versions.ts";
import { renderXml } from "./xml-render.ts";

/** The copy shares the bytes of its source on the disk. */
export async function copyObject(request: S3Request, store: Store): Promise<S3Answer> {
  const bucket = requireBucket(store, request.bucket);
  const from = readCopySource(request.header("x-amz-copy-source"));
  const source = requireVersion(store, from.bucket, from.key, from.versionId);
  checkCopyConditions(request, source);
  requireReadable(source.traits);
  if (source.sizeBytes > store.limits.requestBytesMax) {
    throw s3Error(
      "InvalidRequest",
      `The specified copy source is larger than the maximum allowable size for a copy source: ${store.limits.requestBytesMax}`,
    );
  }
  const traits = copiedTraits(request, store, source, from.versionId);
  const tags =
    directive(request, "x-amz-tagging-directive") === "COPY"
      ? source.tags
      : readTagsHeader(request.header("x-amz-tagging"));
  const lock = readLock(request, bucket, store);
  checkWriteConditions(request, findLatest(store, bucket.name, request.key));

  const algorithm = algorithmOf(request, source);
  const extents = extentsOf(store, source.body);
  const held = store.blobs.read(extents);
  try {
    const described = await describeCopy(store, extents, {
      algorithm,
      encryption: traits.encryption,
    });
    const checksum = { ...described.checksum, type: "FULL_OBJECT" as const };
    const { version, freed } = store.atomically(() => {
      checkWriteConditions(request, findLatest(store, bucket.name, request.key));
      const body = addBody(store, described.extents);
      const { sizeBytes } = source;
      const { etag } = described;
      return addVersion(store, {
        bucket: bucket.name,
        key: request.key,
        isDeleteMarker: false,
        sizeBytes,
        etag,
        body,
        traits: { ...traits, checksum },
        tags,
        lock,
      });
    });
    store.blobs.discard(freed);
    const headers = {
      ...versionIdHeader(bucket, version),
      ...encryptionHeaders(traits.encryption),
      ...contextHeader(traits.encryption),
      "x-amz-copy-source-version-id": versionIdHeader(requireBucket(store, from.bucket), source)["x-amz-version-id"],
    };
    const result = {
      ETag: `"${version.etag}"`,
      LastModified: new Date(version.modifiedMs).toISOString(),
      ChecksumType: checksum.type,
      [`Checksum${checksum.algorithm}`]: checksum.value,
    };
    return { status: 200, headers, document: renderXml("CopyObjectResult", result) };
  } finally {
    held.release();
  }
}

const directive = (request: S3Request, header: string): "COPY" | "REPLACE" => {
  const value = request.header(header) ?? "COPY";
  if (value !== "COPY" && value !== "REPLACE") throw s3Error("InvalidArgument", "Unknown metadata directive.");
  return value;
};

function copiedTraits(
  request: S3Request,
  store: Store,
  source: ObjectVersion,
  versionId: string | undefined,
): ObjectTraits {
  const asked = readTraits(request, store);
  if (directive(request, "x-amz-metadata-directive") === "REPLACE") return asked;
  const isItself = source.bucket === request.bucket && source.key === request.key && versionId === undefined;
  const changes = ["x-amz-storage-class", "x-amz-server-side-encryption", "x-amz-checksum-algorithm"];
  if (isItself && !changes.some((name) => request.header(name) !== undefined)) {
    throw s3Error(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  return { ...asked, headers: source.traits.headers, metadata: source.traits.metadata };
}

/** The copy has a full-object checksum of the algorithm asked for, else of the source's own. */
function algorithmOf(request: S3Request, source: ObjectVersion): ChecksumAlgorithm {
  const asked = request.header("x-amz-checksum-algorithm");
  return asked === undefined ? (source.traits.checksum?.algorithm ?? "CRC64NVME") : readAlgorithm(asked);
}
