import { requireBucket } from "./buckets.ts";
import { commonPrefix, endOf, type PageWish, readPageWish } from "./list-page.ts";
import { numberOf } from "./metadata.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { type ObjectVersion, toVersion } from "./versions.ts";
import { renderXml } from "./xml-render.ts";

/** Keys in order, the versions of a key from the newest to the oldest. */
export function listObjectVersions(request: S3Request, store: Store): S3Answer {
  const bucket = requireBucket(store, request.bucket);
  const wish = readPageWish(request, "max-keys");
  const [keyMarker, versionMarker] = [request.query("key-marker"), request.query("version-id-marker")];
  if (versionMarker !== undefined && !keyMarker) {
    throw s3Error("InvalidArgument", "A version-id marker cannot be specified without a key marker.");
  }
  const start = startOf(store, bucket.name, keyMarker ?? "", versionMarker);
  const page =
    wish.rowsMax === 0 ? { versions: [], prefixes: [], last: undefined } : readPage(store, bucket.name, wish, start);
  return {
    status: 200,
    document: renderXml("ListVersionsResult", {
      Name: bucket.name,
      Prefix: wish.encode(wish.prefix),
      KeyMarker: wish.encode(keyMarker ?? ""),
      VersionIdMarker: versionMarker ?? "",
      Delimiter: wish.delimiter === "" ? undefined : wish.encode(wish.delimiter),
      EncodingType: wish.encodingType,
      MaxKeys: wish.rowsMax,
      IsTruncated: page.last !== undefined,
      NextKeyMarker: page.last && wish.encode(page.last.key),
      NextVersionIdMarker: page.last?.versionId,
      Version: page.versions
        .filter((version) => !version.isDeleteMarker)
        .map((version) => renderVersion(version, wish, store)),
      DeleteMarker: page.versions
        .filter((version) => version.isDeleteMarker)
        .map((version) => renderMarker(version, wish, store)),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: wish.encode(prefix) })),
    }),
  };
}

/** Behind this place the page begins; seq 0 means that all versions of the key are behind it. */
interface Place {
  readonly key: string;
  readonly seq: number;
}

interface Page {
  readonly versions: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  /** The last row of a page that others follow. */
  readonly last: { readonly key: string; readonly versionId: string | undefined } | undefined;
}

function startOf(store: Store, bucket: string, key: string, versionId: string | undefined): Place {
  if (versionId === undefined || versionId === "") return { key, seq: 0 };
  const row = store.sql
    .get`SELECT seq FROM version WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}`;
  if (row === undefined) throw s3Error("InvalidArgument", "Invalid version id specified");
  return { key, seq: numberOf(row, "seq") };
}

function readPage(store: Store, bucket: string, wish: PageWish, start: Place): Page {
  const versions: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let place = start;
  let last: Page["last"];
  const batch = wish.delimiter === "" ? wish.rowsMax + 1 : 20;
  for (;;) {
    const rows = store.sql
      .all`SELECT * FROM version WHERE bucket = ${bucket} AND key >= max(${wish.prefix}, ${place.key})
      AND (+key > ${place.key} OR seq < ${place.seq})
      ORDER BY key, seq DESC LIMIT ${batch}`.map(toVersion);
    if (rows.length === 0) return { versions, prefixes, last: undefined };
    for (const version of rows) {
      if (!version.key.startsWith(wish.prefix)) return { versions, prefixes, last: undefined };
      if (versions.length + prefixes.length === wish.rowsMax) return { versions, prefixes, last };
      const folded = commonPrefix(version.key, wish);
      if (folded === undefined) {
        versions.push(version);
        place = { key: version.key, seq: version.seq };
        last = { key: version.key, versionId: version.versionId };
      } else {
        prefixes.push(folded);
        place = { key: endOf(folded), seq: 0 };
        last = { key: endOf(folded), versionId: undefined };
        break;
      }
    }
  }
}

const renderMarker = (version: ObjectVersion, wish: PageWish, store: Store) => ({
  Key: wish.encode(version.key),
  VersionId: version.versionId,
  IsLatest: version.isLatest,
  LastModified: new Date(version.modifiedMs).toISOString(),
  Owner: { ID: store.accountId },
});

const renderVersion = (version: ObjectVersion, wish: PageWish, store: Store) => ({
  ...renderMarker(version, wish, store),
  ETag: `"${version.etag}"`,
  Size: version.sizeBytes,
  ChecksumAlgorithm: version.traits.checksum?.algorithm,
  ChecksumType: version.traits.checksum?.type,
  StorageClass: version.traits.storageClass,
});
