/** Where archives are made and kept. One upload makes one object; its parts may come in any order and more than once. */
export interface ArchiveStore {
  /** Where they are, for a copy out of one of them. */
  readonly bucket: string;
  /** Opens the upload that will be `key`: CRC-32 over the full object, encrypted for this tenant and backup. */
  begin(upload: { readonly key: string; readonly tenantId: string; readonly backupId: string }): Promise<string>;
  /** `crc32` travels with the bytes and is checked by the store. Returns the part's ETag. */
  putPart(upload: Upload, number: number, bytes: Uint8Array, crc32: number): Promise<string>;
  /**
   * The same of a part that nobody holds in memory: `open` gives its bytes from the first on, once more for each time the
   * store has to be asked again. The store checks them as they come where it can, and at completion.
   */
  streamPart(upload: Upload, number: number, bytes: number, open: () => AsyncIterable<Uint8Array>): Promise<string>;
  /**
   * Has the store itself copy bytes `first` to `last`, both included, of an object that it can reach into a part: none of
   * them comes here. Throws `source-changed` where the object is gone or has another ETag.
   */
  copyPart(upload: Upload, number: number, source: CopySource, first: number, last: number): Promise<CopyOutcome>;
  /** In order of number. `crc32` is absent where the store does not tell. */
  listParts(upload: Upload): AsyncIterable<StoredPart>;
  /**
   * Makes the object out of the parts: never over an existing one, never unless number, size and CRC-32 agree.
   * An upload that was completed before with the same result answers the same.
   */
  complete(
    upload: Upload,
    parts: readonly StoredPart[],
    whole: { readonly bytes: number; readonly crc32: number },
  ): Promise<StoredArchive>;
  /** The object under `key`, if it is there and has this size and CRC-32: the upload was completed before. */
  findCompleted(
    key: string,
    whole: { readonly bytes: number; readonly crc32: number },
  ): Promise<StoredArchive | undefined>;
  /** Every upload that was begun and neither completed nor aborted, of all tenants; told apart by their keys. */
  openUploads(): AsyncIterable<OpenUpload>;
  /** Idempotent: an upload that is gone is fine. */
  abort(upload: Upload): Promise<void>;
  /** Bytes `first` to `last`, both included, of one version. */
  read(
    archive: { readonly key: string; readonly versionId: string },
    first: number,
    last: number,
  ): AsyncIterable<Uint8Array>;
  /** Every version under `prefix` but `kept`. False: some are still locked, and stay. Idempotent. */
  removeVersions(prefix: string, kept?: string): Promise<boolean>;
  /** Keeps this version from deletion until then (milliseconds). */
  retain(archive: { readonly key: string; readonly versionId: string }, until: number): Promise<void>;
}

export interface Upload {
  readonly key: string;
  readonly uploadId: string;
}

/** An object, as a store that holds it too can find it. */
export interface CopySource {
  readonly bucket: string;
  readonly key: string;
  /** What is copied has this one; absent where the object is ours and never written again. */
  readonly etag?: string;
  /** Of an object that is kept in versions. */
  readonly versionId?: string;
}

export type CopyOutcome =
  /** `crc32`, of the bytes copied, is absent where the store does not tell. */
  | { readonly outcome: "copied"; readonly etag: string; readonly crc32?: number }
  /** For good, whatever the reason: no right, another key, another endpoint, bytes in an archive class. They can be read. */
  | { readonly outcome: "refused"; readonly error: string };

export interface OpenUpload extends Upload {
  readonly tenantId: string;
  readonly backupId: string;
}

export interface StoredPart {
  readonly number: number;
  readonly etag: string;
  readonly bytes: number;
  readonly crc32?: number;
}

export interface StoredArchive {
  readonly versionId: string;
  readonly bytes: number;
}
