import { requireBucket } from "./buckets.ts";
import { commonPrefix, endOf, type PageWish, readPageWish } from "./list-page.ts";
import { s3Error } from "./s3-error.ts";
import type { S3Answer, S3Request } from "./s3-request.ts";
import type { Store } from "./store.ts";
import { type ObjectVersion, toVersion } from "./versions.ts";
import { renderXml } from "./xml-render.ts";

interface Page {
  readonly objects: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined;
}

export function listObjectsV2(request: S3Request, store: Store): S3Answer {
  const bucket = requireBucket(store, request.bucket);
  const wish = readPageWish(request, "max-keys");
  const [token, startAfter] = [request.query("continuation-token"), request.query("start-after")];
  const after = token === undefined ? (startAfter ?? "") : readToken(token);
  const page =
    wish.rowsMax === 0 ? { objects: [], prefixes: [], next: undefined } : readPage(store, bucket.name, wish, after);
  return {
    status: 200,
    document: renderXml("ListBucketResult", {
      Name: bucket.name,
      Prefix: wish.encode(wish.prefix),
      Delimiter: wish.delimiter === "" ? undefined : wish.encode(wish.delimiter),
      StartAfter: startAfter === undefined ? undefined : wish.encode(startAfter),
      EncodingType: wish.encodingType,
      MaxKeys: wish.rowsMax,
      KeyCount: page.objects.length + page.prefixes.length,
      IsTruncated: page.next !== undefined,
      ContinuationToken: token,
      NextContinuationToken: page.next === undefined ? undefined : Buffer.from(page.next).toString("base64url"),
      Contents: page.objects.map((version) =>
        renderObject(version, wish, store, request.query("fetch-owner") === "true"),
      ),
      CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: wish.encode(prefix) })),
    }),
  };
}

function readToken(token: string): string {
  if (!/^[\w-]+$/u.test(token)) throw s3Error("InvalidArgument", "The continuation token provided is incorrect");
  return Buffer.from(token, "base64url").toString();
}

/** Rows are read in batches; behind a folded prefix the next batch starts after all of its keys. */
function readPage(store: Store, bucket: string, wish: PageWish, after: string): Page {
  const objects: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let cursor = after;
  const batch = wish.delimiter === "" ? wish.rowsMax + 1 : 20; // most rows behind a folded one are skipped
  for (;;) {
    const rows = store.sql.all`SELECT * FROM version WHERE bucket = ${bucket} AND is_latest = 1 AND is_marker = 0
      AND key >= max(${cursor}, ${wish.prefix}) AND +key > ${cursor} ORDER BY key LIMIT ${batch}`.map(toVersion);
    if (rows.length === 0) return { objects, prefixes, next: undefined };
    for (const version of rows) {
      if (!version.key.startsWith(wish.prefix)) return { objects, prefixes, next: undefined };
      if (objects.length + prefixes.length === wish.rowsMax) return { objects, prefixes, next: cursor };
      const folded = commonPrefix(version.key, wish);
      cursor = folded === undefined ? version.key : endOf(folded);
      if (folded === undefined) objects.push(version);
      else if (folded !== after && !after.startsWith(folded)) prefixes.push(folded);
      if (folded !== undefined) break;
    }
  }
}

function renderObject(version: ObjectVersion, wish: PageWish, store: Store, hasOwner: boolean) {
  const { checksum, storageClass } = version.traits;
  return {
    Key: wish.encode(version.key),
    LastModified: new Date(version.modifiedMs).toISOString(),
    ETag: `"${version.etag}"`,
    ChecksumAlgorithm: checksum?.algorithm,
    ChecksumType: checksum?.type,
    Size: version.sizeBytes,
    StorageClass: storageClass,
    Owner: hasOwner ? { ID: store.accountId } : undefined,
  };
}
