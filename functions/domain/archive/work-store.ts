/** Objects of our own that a build needs on its way: dump, inventory, part index. They expire by themselves. */
export interface WorkStore {
  /** Where they are, for a store that copies from there by itself. */
  readonly bucket: string;
  /** Streams an object up in bounded parts; returns its sums. Aborts the upload when `bytes` throws. */
  write(key: string, bytes: AsyncIterable<Uint8Array>): Promise<WrittenObject>;
  /** Bytes `first` to `last`, both included; to the end without `last`. Throws `store-not-found`. */
  read(key: string, first?: number, last?: number): AsyncIterable<Uint8Array>;
  remove(key: string): Promise<void>;
  /** Every object under `prefix`, and every write there that was never finished. Idempotent. */
  removeAll(prefix: string): Promise<void>;
}

export interface WorkObject {
  readonly bytes: number;
  readonly crc32: number;
  /** Hex. */
  readonly sha256: string;
}

interface WrittenObject extends WorkObject {
  /** To the store, that the write took. */
  readonly requests: number;
}
