import type { Backup } from "./backup.ts";

/** A finished part: the checkpoint. All else about it is computed again from the inventory. */
export interface PartRow {
  readonly number: number;
  readonly etag: string;
  /** CRC-32 of the part's bytes. */
  readonly crc32: number;
  /** CRC-32 and SHA-256 of each whole entry in it, in their order. Empty for a part of one big entry. */
  readonly entries: readonly EntrySums[];
}

export interface EntrySums {
  readonly crc32: number;
  readonly sha256: Uint8Array;
}

/** Rows of the backup's present generation. */
export interface PartRows {
  /** False: the backup has ended or has another generation; nothing was written. */
  put(backup: Backup, row: PartRow): Promise<boolean>;
  /** In order of number, from `first` to `last`, both included. */
  list(backup: Backup, first: number, last: number): AsyncIterable<PartRow>;
  /** The manifest's signature: the first one stored wins and is returned. */
  keepSignature(backup: Backup, signature: string): Promise<string>;
}
