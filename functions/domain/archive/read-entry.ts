import { Failure } from "../failure.ts";
import { crc32 } from "./crc32.ts";
import type { ReadRange } from "./window-reader.ts";
import { localHeader, localHeaderBytes, type PlacedEntry } from "./zip-records.ts";

/** First and last byte of an entry's content in the archive; the last comes before the first when it is empty. */
export function contentRange(entry: PlacedEntry): { readonly first: number; readonly last: number } {
  const first = entry.offset + localHeaderBytes(entry);
  return { first, last: first + entry.bytes - 1 };
}

/** Reads the local header and throws `archive-corrupt` unless it says the same as the central directory. */
export async function checkHeader(read: ReadRange, entry: PlacedEntry): Promise<void> {
  const expected = localHeader(entry);
  const chunks: Uint8Array[] = [];
  for await (const chunk of read(entry.offset, entry.offset + expected.length - 1)) chunks.push(chunk);
  if (!Buffer.concat(chunks).equals(expected)) {
    throw new Failure("archive-corrupt", { what: "local header", entry: entry.path });
  }
}

/**
 * Content of one entry of `listArchive`. Its size and CRC-32 are checked on the way: throws `archive-corrupt` at the end
 * of the bytes if they are not those of the directory.
 */
export async function* readEntry(read: ReadRange, entry: PlacedEntry): AsyncGenerator<Uint8Array> {
  await checkHeader(read, entry);
  const { first, last } = contentRange(entry);
  let bytes = 0;
  let sum = 0;
  if (last >= first) {
    for await (const chunk of read(first, last)) {
      bytes += chunk.length;
      sum = crc32(chunk, sum);
      yield chunk;
    }
  }
  if (bytes !== entry.bytes || sum !== entry.crc32) {
    throw new Failure("archive-corrupt", { what: "content", entry: entry.path, bytes });
  }
}
