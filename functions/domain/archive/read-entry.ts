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
  if (!Buffer.concat(chunks).equals(expected)) throw differing(entry);
}

/**
 * Content of one entry of `listArchive`, by one read. Its local header must say the same as the directory, its size and
 * CRC-32 are checked on the way: throws `archive-corrupt`, at the end of the bytes if it is they that differ.
 */
export async function* readEntry(read: ReadRange, entry: PlacedEntry): AsyncGenerator<Uint8Array> {
  const expected = Buffer.from(localHeader(entry));
  let headerBytes = 0;
  let bytes = 0;
  let sum = 0;
  for await (const chunk of read(entry.offset, contentRange(entry).last)) {
    const header = chunk.subarray(0, expected.length - headerBytes);
    if (!expected.subarray(headerBytes, headerBytes + header.length).equals(header)) throw differing(entry);
    headerBytes += header.length;
    const content = chunk.subarray(header.length);
    if (content.length === 0) continue;
    bytes += content.length;
    sum = crc32(content, sum);
    yield content;
  }
  if (headerBytes !== expected.length) throw differing(entry);
  if (bytes !== entry.bytes || sum !== entry.crc32) {
    throw new Failure("archive-corrupt", { what: "content", entry: entry.path, bytes });
  }
}

const differing = ({ path }: PlacedEntry): Failure =>
  new Failure("archive-corrupt", { what: "local header", entry: path });
