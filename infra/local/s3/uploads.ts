import { dropBody } from "./bodies.ts";
import type { Checksum, ChecksumAlgorithm, ChecksumType } from "./checksums.ts";
import { numberOf, optionalTextOf, type Row, textOf } from "./metadata.ts";
import type { ObjectTraits } from "./object-traits.ts";
import { s3Error } from "./s3-error.ts";
import type { Store } from "./store.ts";
import type { Tags } from "./tags.ts";
import type { ObjectLock } from "./versions.ts";

export interface Upload {
  readonly id: string;
  readonly seq: number;
  readonly bucket: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly plan: UploadPlan;
  /** Of an upload that was completed: what Complete was asked and answered, for whoever asks again. */
  readonly result: CompletedUpload | undefined;
}

export interface UploadPlan {
  readonly traits: ObjectTraits;
  readonly tags: Tags;
  readonly lock: ObjectLock;
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Whether the client named the algorithm; else checksums are kept but not shown. */
  readonly isAlgorithmNamed: boolean;
}

export interface CompletedUpload {
  readonly parts: readonly { readonly number: number; readonly etag: string }[];
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly document: string;
}

export interface Part {
  readonly number: number;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly modifiedMs: number;
  readonly checksum: Checksum;
  /** Whether ListParts tells the checksum. */
  readonly isChecksumListed: boolean;
  readonly body: number;
}

export function toUpload(row: Row): Upload {
  const result = optionalTextOf(row, "result");
  return {
    id: textOf(row, "id"),
    seq: numberOf(row, "seq"),
    bucket: textOf(row, "bucket"),
    key: textOf(row, "key"),
    initiatedMs: numberOf(row, "initiated_ms"),
    plan: JSON.parse(textOf(row, "plan")),
    result: result === undefined ? undefined : JSON.parse(result),
  };
}

export function findUpload(store: Store, bucket: string, key: string, id: string | undefined): Upload {
  const row = store.sql.get`SELECT * FROM upload WHERE id = ${id ?? ""} AND bucket = ${bucket} AND key = ${key}`;
  if (row === undefined) throw s3Error("NoSuchUpload", undefined, { UploadId: id ?? "" });
  return toUpload(row);
}

/** @throws NoSuchUpload for one that was completed, too */
export function requireUpload(store: Store, bucket: string, key: string, id: string | undefined): Upload {
  const upload = findUpload(store, bucket, key, id);
  if (upload.result !== undefined) throw s3Error("NoSuchUpload", undefined, { UploadId: upload.id });
  return upload;
}

function toPart(row: Row): Part {
  return {
    number: numberOf(row, "number"),
    sizeBytes: numberOf(row, "size"),
    etag: textOf(row, "etag"),
    modifiedMs: numberOf(row, "modified_ms"),
    checksum: JSON.parse(textOf(row, "checksum")),
    isChecksumListed: numberOf(row, "is_listed") === 1,
    body: numberOf(row, "body"),
  };
}

export const listParts = (store: Store, upload: string, after = 0, rowsMax = 20_000): readonly Part[] =>
  store.sql.all`SELECT * FROM part WHERE upload = ${upload} AND number > ${after} ORDER BY number LIMIT ${rowsMax}`.map(
    toPart,
  );

/** Puts a part in the place of an earlier one of that number; call it inside a transaction. Returns blobs to discard. */
export function putPart(store: Store, upload: string, part: Omit<Part, "modifiedMs">): readonly string[] {
  const previous = store.sql.get`SELECT body FROM part WHERE upload = ${upload} AND number = ${part.number}`;
  void store.sql.run`INSERT OR REPLACE INTO part (upload, number, size, etag, modified_ms, checksum, is_listed, body)
    VALUES (${upload}, ${part.number}, ${part.sizeBytes}, ${part.etag}, ${store.nowMs()}, ${JSON.stringify(part.checksum)},
      ${Number(part.isChecksumListed)}, ${part.body})`;
  return previous === undefined ? [] : dropBody(store, numberOf(previous, "body"));
}

/** Forgets all parts of an upload; call it inside a transaction. Returns blobs to discard. */
export function dropParts(store: Store, upload: string): readonly string[] {
  const freed = listParts(store, upload).flatMap((part) => dropBody(store, part.body));
  void store.sql.run`DELETE FROM part WHERE upload = ${upload}`;
  return freed;
}
