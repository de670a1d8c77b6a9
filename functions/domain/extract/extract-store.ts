import type { CopyOutcome, CopySource, StoredPart, Upload } from "../archive/archive-store.ts";

/** Where files taken out of archives are put; each is written once, and ends by itself after two days. */
export interface ExtractStore {
  /** A small one in one piece; `crc32` travels with the bytes and is checked by the store. Never over an existing one. */
  put(object: NewExtract, bytes: Uint8Array, crc32: number): Promise<void>;
  /** Opens the upload that will be the object: CRC-32 over all of it. */
  begin(object: NewExtract): Promise<Upload>;
  /** `crc32` as above. Returns the part's ETag. */
  putPart(upload: Upload, number: number, bytes: Uint8Array, crc32: number): Promise<string>;
  /**
   * Has the store itself copy bytes `first` to `last`, both included, of an archive into a part. Throws `source-changed`
   * when the archive is gone.
   */
  copyPart(upload: Upload, number: number, source: CopySource, first: number, last: number): Promise<CopyOutcome>;
  /** Never over an existing one, never unless size and CRC-32 are these: throws `archive-corrupt` otherwise. */
  complete(
    upload: Upload,
    parts: readonly StoredPart[],
    whole: { readonly bytes: number; readonly crc32: number },
  ): Promise<void>;
  /** Idempotent. */
  abort(upload: Upload): Promise<void>;
}

export interface NewExtract {
  readonly key: string;
  /** Whom it is encrypted for. */
  readonly tenantId: string;
  readonly backupId: string;
}
