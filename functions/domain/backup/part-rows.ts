import type { Backup } from "./backup.ts";

/** A finished part: the checkpoint. All else about it is computed again from the inventory. */
export interface PartRow {
  readonly number: number;
  readonly etag: string;
  /** CRC-32 of the part's bytes. */
  readonly crc32: number;
  /**
   * Sums of each entry whose header is in the part, in their order; none in a part that is the body of one big entry, and
   * none of entries whose sums are in the inventory, out of the previous archive.
   * Stored as `encodeEntrySums` writes them.
   */
  readonly entries: readonly EntrySums[];
}

export interface EntrySums {
  readonly crc32: number;
  /** 32 bytes. Absent where the entry did not pass a worker in one piece, or its part holds very many tiny entries. */
  readonly sha256?: Uint8Array;
  /** The bytes have another MD5 than OpenProject recorded. False also where that was not compared. */
  readonly isDigestDifferent: boolean;
}

/** Rows of the backup's present generation. */
export interface PartRows {
  /**
   * A part that was not there yet is counted in the backup's layout, with the entries that begin in it.
   * False: the backup has ended or has another generation; nothing was written.
   */
  put(backup: Backup, row: PartRow, entriesBegun: number): Promise<boolean>;
  /** In order of number, from `first` to `last`, both included. */
  list(backup: Backup, first: number, last: number): AsyncIterable<PartRow>;
  /** The manifest's signature: the first one stored wins and is returned. */
  keepSignature(backup: Backup, signature: string): Promise<string>;
}
