import { extentsOf } from "./bodies.ts";
import { requireBucket } from "./buckets.ts";
import { type ByteRange, readRange } from "./byte-range.ts";
import { checksumHeader } from "./checksums.ts";
import { isNotModified } from "./conditions.ts";
import { lockHeaders } from "./object-lock.ts";
import { encryptionHeaders, metadataHeaders, requireReadable } from "./object-traits.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { type ObjectVersion, requireVersion, versionIdHeader } from "./versions.ts";

/** GetObject and HeadObject: the same but for the bytes. */
export function getObject(request: S3Request, store: Store): S3Answer {
  const version = requireVersion(store, request.bucket, request.key, request.query("versionId"));
  const common = {
    etag: `"${version.etag}"`,
    "last-modified": new Date(version.modifiedMs).toUTCString(),
    ...versionIdHeader(requireBucket(store, request.bucket), version),
  };
  if (isNotModified(request, version)) return { status: 304, headers: common };
  if (request.method === "GET") requireReadable(version.traits);
  const range = readRange(request.header("range"), version.sizeBytes);
  const lengthBytes = range === undefined ? version.sizeBytes : range.last - range.first + 1;
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...common,
      "accept-ranges": "bytes",
      "content-length": String(lengthBytes),
      "content-range": range && `bytes ${range.first}-${range.last}/${version.sizeBytes}`,
      ...described(request, version, range),
      ...overrides(request),
    },
    ...(request.method === "HEAD"
      ? {}
      : { download: store.blobs.read(extentsOf(store, version.body, range?.first, range?.last)) }),
  };
}

function described(
  request: S3Request,
  { traits, tags, lock }: ObjectVersion,
  range: ByteRange | undefined,
): Record<string, string | undefined> {
  const tagCount = Object.keys(tags).length;
  const wantsChecksum = request.header("x-amz-checksum-mode")?.toUpperCase() === "ENABLED" && range === undefined;
  const checksum = wantsChecksum ? traits.checksum : undefined;
  return {
    "content-type": "binary/octet-stream",
    ...traits.headers,
    ...metadataHeaders(traits),
    ...encryptionHeaders(traits.encryption),
    ...lockHeaders(lock),
    "x-amz-storage-class": traits.storageClass === "STANDARD" ? undefined : traits.storageClass,
    "x-amz-tagging-count": tagCount === 0 ? undefined : String(tagCount),
    ...(checksum && { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type }),
  };
}

/** What a link may say of its answer; a part of the signature like all of the query. */
const overridable = [
  "cache-control",
  "content-disposition",
  "content-encoding",
  "content-language",
  "content-type",
  "expires",
];

function overrides(request: S3Request): Record<string, string> {
  return Object.fromEntries(
    overridable.flatMap((name) => {
      const value = request.query(`response-${name}`);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
