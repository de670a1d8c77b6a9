import { randomBytes } from "node:crypto";
import { dropBody } from "./bodies.ts";
import { type Bucket, requireBucket } from "./buckets.ts";
import { numberOf, optionalNumberOf, optionalTextOf, type Row, textOf } from "./metadata.ts";
import type { ObjectTraits } from "./object-traits.ts";
import { s3Error } from "./s3-error.ts";
import type { Store } from "./store.ts";

export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE" | undefined;
  readonly retainUntilMs: number | undefined;
  readonly hasHold: boolean;
}

export const unlocked: ObjectLock = { mode: undefined, retainUntilMs: undefined, hasHold: false };

export interface NewVersion {
  readonly bucket: string;
  readonly key: string;
  readonly isDeleteMarker: boolean;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  readonly body: number;
  readonly traits: ObjectTraits;
  readonly tags: Readonly<Record<string, string>>;
  readonly lock: ObjectLock;
}

export interface ObjectVersion extends NewVersion {
  readonly seq: number;
  /** `null` where it was written without versioning. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly modifiedMs: number;
}

export function toVersion(row: Row): ObjectVersion {
  const mode = optionalTextOf(row, "lock_mode");
  return {
    seq: numberOf(row, "seq"),
    bucket: textOf(row, "bucket"),
    key: textOf(row, "key"),
    versionId: textOf(row, "version_id"),
    isLatest: numberOf(row, "is_latest") === 1,
    isDeleteMarker: numberOf(row, "is_marker") === 1,
    sizeBytes: numberOf(row, "size"),
    etag: textOf(row, "etag"),
    modifiedMs: numberOf(row, "modified_ms"),
    body: numberOf(row, "body"),
    traits: JSON.parse(textOf(row, "traits")),
    tags: JSON.parse(textOf(row, "tags")),
    lock: {
      mode: mode === "GOVERNANCE" || mode === "COMPLIANCE" ? mode : undefined,
      retainUntilMs: optionalNumberOf(row, "retain_until_ms"),
      hasHold: numberOf(row, "has_hold") === 1,
    },
  };
}

export function findLatest(store: Store, bucket: string, key: string): ObjectVersion | undefined {
  const row = store.sql.get`SELECT * FROM version WHERE bucket = ${bucket} AND key = ${key} AND is_latest = 1`;
  return row && toVersion(row);
}

export function findVersion(store: Store, bucket: string, key: string, versionId: string): ObjectVersion | undefined {
  const row = store.sql.get`SELECT * FROM version
    WHERE bucket = ${bucket} AND key = ${key} AND version_id = ${versionId}`;
  return row && toVersion(row);
}

/**
 * The version that a read means: the named one, else the latest.
 * @throws NoSuchKey, NoSuchVersion, and MethodNotAllowed for a delete marker asked for by its id
 */
export function requireVersion(
  store: Store,
  bucket: string,
  key: string,
  versionId: string | undefined,
): ObjectVersion {
  requireBucket(store, bucket);
  const found = versionId === undefined ? findLatest(store, bucket, key) : findVersion(store, bucket, key, versionId);
  if (found === undefined)
    throw s3Error(versionId === undefined ? "NoSuchKey" : "NoSuchVersion", undefined, { Key: key });
  if (!found.isDeleteMarker) return found;
  throw Object.assign(s3Error(versionId === undefined ? "NoSuchKey" : "MethodNotAllowed", undefined, { Key: key }), {
    headers: { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId },
  });
}

/**
 * Makes a version the latest; call it inside a transaction. Without versioning it takes the place of the `null`
 * version, whose bytes are forgotten.
 * @returns the version, and the blobs to discard after the commit
 */
export function addVersion(store: Store, version: NewVersion): { version: ObjectVersion; freed: readonly string[] } {
  const bucket = requireBucket(store, version.bucket);
  const versionId = newVersionId(bucket);
  const { key, lock } = version;
  const freed = versionId === "null" ? removeNull(store, version.bucket, key) : [];
  const modifiedMs = store.nowMs();
  void store.sql.run`UPDATE version SET is_latest = 0 WHERE bucket = ${bucket.name} AND key = ${key} AND is_latest = 1`;
  const { lastInsertRowid } = store.sql.run`INSERT INTO version
    (bucket, key, version_id, is_latest, is_marker, size, etag, modified_ms, body, traits, tags, lock_mode, retain_until_ms, has_hold)
    VALUES (${bucket.name}, ${key}, ${versionId}, 1, ${Number(version.isDeleteMarker)}, ${version.sizeBytes}, ${version.etag},
      ${modifiedMs}, ${version.body}, ${JSON.stringify(version.traits)}, ${JSON.stringify(version.tags)},
      ${lock.mode ?? null}, ${lock.retainUntilMs ?? null}, ${Number(lock.hasHold)})`;
  return { version: { ...version, seq: Number(lastInsertRowid), versionId, isLatest: true, modifiedMs }, freed };
}

const newVersionId = ({ versioning }: Bucket): string =>
  versioning === "Enabled" ? randomBytes(24).toString("base64url") : "null";

function removeNull(store: Store, bucket: string, key: string): readonly string[] {
  const previous = findVersion(store, bucket, key, "null");
  return previous === undefined ? [] : removeVersion(store, previous);
}

/** Forgets a version for good; the newest of those left becomes the latest. Call it inside a transaction. */
export function removeVersion(store: Store, version: ObjectVersion): readonly string[] {
  void store.sql.run`DELETE FROM version WHERE seq = ${version.seq}`;
  if (version.isLatest) {
    void store.sql.run`UPDATE version SET is_latest = 1 WHERE seq =
      (SELECT max(seq) FROM version WHERE bucket = ${version.bucket} AND key = ${version.key})`;
  }
  return dropBody(store, version.body);
}

/** `null` is shown only where versioning was ever on. */
export const versionIdHeader = (bucket: Bucket, version: ObjectVersion): Record<string, string | undefined> => ({
  "x-amz-version-id": bucket.versioning === "" ? undefined : version.versionId,
});
