import { numberOf, textOf } from "./metadata.ts";
import { s3Error } from "./s3-error.ts";
import type { Store } from "./store.ts";

export interface Bucket {
  readonly name: string;
  readonly createdMs: number;
  /** Empty until versioning was set for the first time. */
  readonly versioning: "" | "Enabled" | "Suspended";
  readonly hasLock: boolean;
}

/** Configurations kept as the documents they came in. */
export type DocumentKind = "policy" | "lifecycle" | "encryption" | "publicAccessBlock" | "objectLock";

export function findBucket(store: Store, name: string): Bucket | undefined {
  const row = store.sql.get`SELECT * FROM bucket WHERE name = ${name}`;
  if (row === undefined) return undefined;
  const versioning = textOf(row, "versioning");
  return {
    name,
    createdMs: numberOf(row, "created_ms"),
    versioning: versioning === "Enabled" || versioning === "Suspended" ? versioning : "",
    hasLock: numberOf(row, "has_lock") === 1,
  };
}

export function requireBucket(store: Store, name: string): Bucket {
  const bucket = findBucket(store, name);
  if (bucket === undefined) throw s3Error("NoSuchBucket", undefined, { BucketName: name });
  return bucket;
}

export function findDocument(store: Store, bucket: string, kind: DocumentKind): string | undefined {
  const row = store.sql.get`SELECT document FROM bucket_document WHERE bucket = ${bucket} AND kind = ${kind}`;
  return row === undefined ? undefined : textOf(row, "document");
}

export function putDocument(store: Store, bucket: string, kind: DocumentKind, document: string): void {
  void store.sql.run`INSERT INTO bucket_document (bucket, kind, document) VALUES (${bucket}, ${kind}, ${document})
    ON CONFLICT (bucket, kind) DO UPDATE SET document = excluded.document`;
}

export function deleteDocument(store: Store, bucket: string, kind: DocumentKind): void {
  void store.sql.run`DELETE FROM bucket_document WHERE bucket = ${bucket} AND kind = ${kind}`;
}
