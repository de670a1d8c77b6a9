import type { ReadRange } from "../archive/window-reader.ts";
import type { PlacedEntry } from "../archive/zip-records.ts";
import { EXTRACT_LIMITS } from "./extract-limits.ts";
import { findDirectory } from "./find-directory.ts";
import { readDirectory } from "./read-directory.ts";

/**
 * The entry of this path. All of the directory is read, so that one that comes twice, or stands in an archive that is
 * not as it was written, is none. Throws `archive-corrupt`.
 */
export async function findEntry(read: ReadRange, totalBytes: number, path: string): Promise<PlacedEntry | undefined> {
  const directory = await findDirectory(read, totalBytes);
  const windows = { ...EXTRACT_LIMITS, windowBytesMin: EXTRACT_LIMITS.windowBytesMax };
  let found: PlacedEntry | undefined;
  await readDirectory(read, directory, 0, windows, (entry) => {
    if (entry.path === path) found = entry;
    return true;
  });
  return found;
}
