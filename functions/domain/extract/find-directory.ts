import type { ReadRange } from "../archive/window-reader.ts";
import { endRecords } from "../archive/zip-records.ts";
import { Failure } from "../failure.ts";
import { readBytes } from "./read-bytes.ts";

/** Where the central directory of an archive is. */
export interface ArchiveDirectory {
  readonly offset: number;
  readonly bytes: number;
  readonly entries: number;
}

const END_BYTES = 22;
/** The Zip64 end record and its locator stand right before the end record. */
const WIDE_END_BYTES = 56 + 20 + END_BYTES;
const WIDE_SIGNATURE = 0x06064b50;

/**
 * By one read of an archive's last bytes. They have to be what our writer ends an archive with, to the last bit: no
 * comment, nothing between, nothing behind. Throws `archive-corrupt`.
 */
export async function findDirectory(read: ReadRange, totalBytes: number): Promise<ArchiveDirectory> {
  const first = Math.max(0, totalBytes - WIDE_END_BYTES);
  const last = await readBytes(read, first, totalBytes - 1);
  if (last.length < END_BYTES) throw new Failure("archive-corrupt", { what: "no end" });
  const directory = wideDirectory(last) ?? narrowDirectory(last);
  const end = endRecords(directory);
  const isAtEnd = directory.offset + directory.bytes + end.length === totalBytes;
  if (!isAtEnd || last.compare(end, 0, end.length, last.length - end.length) !== 0) {
    throw new Failure("archive-corrupt", { what: "end" });
  }
  return directory;
}

function wideDirectory(last: Buffer): ArchiveDirectory | undefined {
  if (last.length < WIDE_END_BYTES || last.readUInt32LE(0) !== WIDE_SIGNATURE) return undefined;
  const [entries, bytes, offset] = [32, 40, 48].map((at) => Number(last.readBigUInt64LE(at)));
  if (entries === undefined || bytes === undefined || offset === undefined) return undefined;
  return [entries, bytes, offset].every(Number.isSafeInteger) ? { entries, bytes, offset } : undefined;
}

function narrowDirectory(last: Buffer): ArchiveDirectory {
  const end = last.subarray(-END_BYTES);
  return { entries: end.readUInt16LE(10), bytes: end.readUInt32LE(12), offset: end.readUInt32LE(16) };
}
