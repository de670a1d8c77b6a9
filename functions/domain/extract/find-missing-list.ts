import { ENTRIES_PATH } from "../archive/entries-list.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "../archive/manifest.ts";
import { MISSING_PATH } from "../archive/missing-list.ts";
import type { ReadRange } from "../archive/window-reader.ts";
import { centralEntry, type PlacedEntry } from "../archive/zip-records.ts";
import { Failure, isFailure } from "../failure.ts";
import { EXTRACT_LIMITS } from "./extract-limits.ts";
import { type ArchiveDirectory, findDirectory } from "./find-directory.ts";
import { readBytes } from "./read-bytes.ts";
import { type DirectoryEntry, readDirectory } from "./read-directory.ts";

/** What the directory of an archive ends with, if attachments are missing. */
const LAST_PATHS = [MISSING_PATH, ENTRIES_PATH, MANIFEST_PATH, SIGNATURE_PATH];
/** Sizes and places that do not fit are in a Zip64 field of this length at most. */
const WIDE_BYTES_MAX = 4 + 3 * 8;
const WIDE_STEP_BYTES = 4;

/**
 * The entry of the list of what is missing. It is the fourth from the directory's end, so the million before it is not
 * read: where its record begins depends on nothing but which of the last four have Zip64 fields, and each such place is
 * tried. Throws `archive-corrupt` where there is no list.
 */
export async function findMissingList(read: ReadRange, totalBytes: number): Promise<PlacedEntry> {
  const directory = await findDirectory(read, totalBytes);
  const records = LAST_PATHS.map((path) => centralEntry({ path, bytes: 0, crc32: 0, offset: 0 }));
  const narrowBytes = records.reduce((sum, { length }) => sum + length, 0);
  const wideBytesMax = LAST_PATHS.length * WIDE_BYTES_MAX;
  const held = await holding(read, directory, narrowBytes + wideBytesMax);
  for (let wideBytes = 0; wideBytes <= wideBytesMax; wideBytes += WIDE_STEP_BYTES) {
    const last = await entriesFrom(held, directory, directory.bytes - narrowBytes - wideBytes);
    const [list] = last;
    if (list && last.map(({ path }) => path).join("\n") === LAST_PATHS.join("\n")) return list;
  }
  throw new Failure("archive-corrupt", { what: "no list of what is missing" });
}

/** Reads the last bytes of a directory once. */
async function holding(read: ReadRange, { offset, bytes }: ArchiveDirectory, lastBytes: number): Promise<ReadRange> {
  const end = offset + bytes;
  const start = Math.max(offset, end - lastBytes);
  const held = await readBytes(read, start, end - 1);
  return async function* (first, last) {
    yield held.subarray(first - start, last - start + 1);
  };
}

async function entriesFrom(held: ReadRange, directory: ArchiveDirectory, from: number): Promise<DirectoryEntry[]> {
  if (from < 0) return [];
  try {
    const entries: DirectoryEntry[] = [];
    await readDirectory(held, directory, from, EXTRACT_LIMITS, (entry) => entries.push(entry) > 0);
    return entries;
  } catch (error) {
    // No record begins there.
    if (isFailure(error, "archive-corrupt")) return [];
    throw error;
  }
}
