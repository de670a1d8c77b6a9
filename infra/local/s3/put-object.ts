import { addBody } from "./bodies.ts";
import { requireBucket } from "./buckets.ts";
import { checksumHeader } from "./checksums.ts";
import { checkWriteConditions } from "./conditions.ts";
import { readLock } from "./object-lock.ts";
import { contextHeader, encryptionHeaders, readTraits } from "./object-traits.ts";
import { requireDigest } from "./read-document.ts";
import { receiveBody } from "./receive-body.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { readTagsHeader } from "./tags.ts";
import { addVersion, findLatest, versionIdHeader } from "./versions.ts";

export async function putObject(request: S3Request, store: Store): Promise<S3Answer> {
  const { bucket: name, key } = request;
  const bucket = requireBucket(store, name);
  const traits = readTraits(request, store);
  const tags = readTagsHeader(request.header("x-amz-tagging"));
  const lock = readLock(request, bucket, store);
  if ([...request.headers.keys()].some((header) => header.startsWith("x-amz-object-lock-"))) requireDigest(request);
  checkWriteConditions(request, findLatest(store, name, key)); // before the body: spares its transfer

  const received = await receiveBody(request, store, { encryption: traits.encryption, algorithm: "CRC64NVME" });
  const checksum = { ...received.checksum, type: "FULL_OBJECT" as const };
  const publish = () => {
    checkWriteConditions(request, findLatest(store, name, key));
    const body = addBody(store, received.extents);
    const { sizeBytes, etag } = received;
    return addVersion(store, {
      bucket: name,
      key,
      isDeleteMarker: false,
      sizeBytes,
      etag,
      body,
      traits: { ...traits, checksum },
      tags,
      lock,
    });
  };
  const { version, freed } = keepOrDiscard(store, received.extents, publish);
  store.blobs.discard(freed);
  return {
    status: 200,
    headers: {
      etag: `"${version.etag}"`,
      ...versionIdHeader(bucket, version),
      ...encryptionHeaders(traits.encryption),
      ...contextHeader(traits.encryption),
      [checksumHeader(checksum.algorithm)]: checksum.value,
      "x-amz-checksum-type": checksum.type,
    },
  };
}

/** Publishes in one transaction; bytes that nothing came to refer to are not left behind. */
export function keepOrDiscard<Result>(
  store: Store,
  extents: readonly { readonly blob: string }[],
  publish: () => Result,
): Result {
  try {
    return store.atomically(publish);
  } catch (error) {
    store.blobs.discard(extents.map((extent) => extent.blob));
    throw error;
  }
}
