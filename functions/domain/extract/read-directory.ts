import type { ReadRange } from "../archive/window-reader.ts";
import { centralEntry, localHeaderBytes } from "../archive/zip-records.ts";
import { Failure } from "../failure.ts";
import type { ArchiveFile } from "./archive-file.ts";
import { type EntryPlace, entryPlace, isBehind } from "./entry-place.ts";
import type { ExtractLimits } from "./extract-limits.ts";
import type { ArchiveDirectory } from "./find-directory.ts";
import { readBytes } from "./read-bytes.ts";

/** An entry, and where in the directory its record ends: the next one begins there. */
export interface DirectoryEntry extends ArchiveFile {
  /** Of its attachment; 0 for all others. */
  readonly id: number;
  readonly end: number;
}

type Windows = Pick<ExtractLimits, "windowBytesMin" | "windowBytesMax">;

const RECORD_BYTES = 46;
const UINT32_FULL = 0xffff_ffff;

/** Told of each entry in turn. False: no more. */
type Visit = (entry: DirectoryEntry) => boolean;

/**
 * Entries of a directory from the record that begins at byte `from` of it: a window at a time, and one entry at a time,
 * since a million objects would pile up. Each record has to be the one that our writer makes of what it says, to the last
 * bit, and of a path that an archive of ours has, at its place: stored plainly, no link, no path that leads out, none
 * twice, within the archive. Throws `archive-corrupt`; when all of it was read, also if it has not as many entries as the
 * archive declares.
 */
export async function readDirectory(
  read: ReadRange,
  directory: ArchiveDirectory,
  from: number,
  { windowBytesMin, windowBytesMax }: Windows,
  visit: Visit,
): Promise<void> {
  const seen: Seen = { entries: 0, place: undefined, end: from, isEnough: false };
  let rest = Buffer.alloc(0);
  for (let windowBytes = windowBytesMin; seen.end < directory.bytes; windowBytes *= 2) {
    const at = seen.end;
    const first = at + rest.length;
    const last = Math.min(first + Math.min(windowBytes, windowBytesMax), directory.bytes) - 1;
    // What is left is no whole record.
    if (last < first) throw corrupt("cut record", at);
    const window = Buffer.concat([rest, await readBytes(read, directory.offset + first, directory.offset + last)]);
    visitRecords(window, directory, seen, visit);
    if (seen.isEnough) return;
    rest = window.subarray(seen.end - at);
  }
  if (from === 0 && seen.entries !== directory.entries) throw corrupt("number of entries", seen.end);
}

/** How far the directory was read. */
interface Seen {
  entries: number;
  place: EntryPlace | undefined;
  end: number;
  isEnough: boolean;
}

/** All whole records in `window`, which begins where the last one ended. */
function visitRecords(window: Buffer, directory: ArchiveDirectory, seen: Seen, visit: Visit): void {
  const at = seen.end;
  for (let start = 0; start + RECORD_BYTES <= window.length && !seen.isEnough; start = seen.end - at) {
    const end = start + RECORD_BYTES + window.readUInt16LE(start + 28) + window.readUInt16LE(start + 30);
    if (end > window.length) return;
    const entry = parseRecord(window.subarray(start, end));
    const place = entry && entryPlace(entry.path);
    if (!entry || !place || !isBehind(place, seen.place)) throw corrupt("record", at + start);
    const isWithin = entry.offset + localHeaderBytes(entry) + entry.bytes <= directory.offset;
    if (!isWithin) throw corrupt("beyond the end", at + start);
    seen.place = place;
    seen.entries += 1;
    seen.end = at + end;
    seen.isEnough = !visit({ ...entry, kind: place.kind, id: place.id, end: seen.end });
  }
}

/** Undefined: our writer makes no such record. */
function parseRecord(record: Buffer) {
  const pathEnd = RECORD_BYTES + record.readUInt16LE(28);
  const path = record.toString("utf8", RECORD_BYTES, pathEnd);
  const narrowBytes = record.readUInt32LE(24);
  const narrowOffset = record.readUInt32LE(42);
  // Zip64: both sizes where one does not fit, then the offset where it does not.
  const wideAt = pathEnd + 4;
  const isWide = narrowBytes === UINT32_FULL;
  const offsetAt = wideAt + (isWide ? 16 : 0);
  const bytes = isWide ? wideNumber(record, wideAt) : narrowBytes;
  const offset = narrowOffset === UINT32_FULL ? wideNumber(record, offsetAt) : narrowOffset;
  const entry = { path, bytes, crc32: record.readUInt32LE(16), offset };
  return Number.isSafeInteger(bytes + offset) && record.equals(centralEntry(entry)) ? entry : undefined;
}

const wideNumber = (record: Buffer, at: number): number =>
  at + 8 <= record.length ? Number(record.readBigUInt64LE(at)) : Number.NaN;

const corrupt = (what: string, at: number): Failure =>
  new Failure("archive-corrupt", { what: `directory: ${what}`, at });
