import { Readable } from "node:stream";
import { RandomAccessReader } from "yauzl";

/** Bytes `first` to `last`, both included, of an object. */
export type ReadRange = (first: number, last: number) => AsyncIterable<Uint8Array>;

type Callback = (error: Error | null, bytesRead?: number) => void;

const WINDOW_BYTES = 1024 ** 2;

/**
 * What yauzl reads through. It asks for a few bytes at a time, mostly one after the other: a window of 1 MiB makes that
 * one ranged read per some ten thousand entries, in flat memory. (A class, since yauzl wants one.)
 */
export class WindowReader extends RandomAccessReader {
  readonly #read: ReadRange;
  readonly #totalBytes: number;
  #window: { readonly first: number; readonly bytes: Uint8Array } = { first: 0, bytes: new Uint8Array() };

  constructor(read: ReadRange, totalBytes: number) {
    super();
    this.#read = read;
    this.#totalBytes = totalBytes;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: Callback): void {
    void this.#answer(buffer.subarray(offset, offset + length), position, callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(end > start ? this.#read(start, end - 1) : []);
  }

  /** A callback that throws, at bytes it did not expect, is told of it: so the refusal reaches the caller. */
  async #answer(place: Uint8Array, position: number, callback: Callback): Promise<void> {
    try {
      const bytes = await this.#bytes(position, place.length);
      place.set(bytes);
      callback(null, bytes.length);
    } catch (error) {
      callback(error instanceof Error ? error : new Error("unreadable", { cause: error }));
    }
  }

  async #bytes(position: number, length: number): Promise<Uint8Array> {
    const { first, bytes } = this.#window;
    const isInside = position >= first && position + length <= first + bytes.length;
    if (!isInside) await this.#move(position, length);
    const at = position - this.#window.first;
    return this.#window.bytes.subarray(at, at + length);
  }

  async #move(first: number, length: number): Promise<void> {
    const last = Math.min(first + Math.max(length, WINDOW_BYTES), this.#totalBytes) - 1;
    const chunks: Uint8Array[] = [];
    if (last >= first) for await (const chunk of this.#read(first, last)) chunks.push(chunk);
    this.#window = { first, bytes: Buffer.concat(chunks) };
  }
}
