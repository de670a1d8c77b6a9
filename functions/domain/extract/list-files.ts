import type { ArchiveStore } from "../archive/archive-store.ts";
import type { ArchiveFacts } from "../backup/backup.ts";
import { Failure, isFailure } from "../failure.ts";
import { type ArchiveFile, fileNameOf } from "./archive-file.ts";
import { archiveReader } from "./archive-reader.ts";
import { EXTRACT_LIMITS, type ExtractLimits } from "./extract-limits.ts";
import { findDirectory } from "./find-directory.ts";
import { type DirectoryEntry, readDirectory } from "./read-directory.ts";

export interface ListFilesDeps {
  readonly archives: Pick<ArchiveStore, "read">;
  readonly extractLimits?: ExtractLimits;
}

export interface FilesWish {
  /** Part of a file's name, or of its attachment's id, in any case; all without it. */
  readonly name?: string;
  readonly pageSize: number;
  /** `next` of the page before. */
  readonly after?: number;
}

export interface FilesPage {
  readonly files: readonly ArchiveFile[];
  /** Where in the directory the next page begins; absent on the last one. A page may be short, or empty, and still have it. */
  readonly next?: number;
}

/**
 * Files of an archive in the order of its directory: README and dump first. Holds a window of the directory and reads
 * `pageBytesMax` of it at most, whatever is sought. Throws `archive-corrupt`, and `constraint-violation` for a place where no
 * entry begins.
 */
export const listFiles = async (deps: ListFilesDeps, archive: ArchiveFacts, wish: FilesWish): Promise<FilesPage> => {
  const limits = deps.extractLimits ?? EXTRACT_LIMITS;
  const read = archiveReader(deps.archives, archive);
  const directory = await findDirectory(read, archive.bytes);
  const from = wish.after ?? 0;
  if (from > directory.bytes) throw new Failure("constraint-violation", { attribute: "cursor" });
  const isWanted = wish.name === undefined ? () => true : isNamed(wish.name);
  const files: DirectoryEntry[] = [];
  let at = from;
  try {
    // Whoever seeks reads far: long windows from the first on.
    const windows = wish.name === undefined ? limits : { ...limits, windowBytesMin: limits.windowBytesMax };
    await readDirectory(read, directory, from, windows, (entry) => {
      if (isWanted(entry)) files.push(entry);
      at = entry.end;
      return files.length < wish.pageSize && at - from < limits.pageBytesMax;
    });
  } catch (error) {
    // Nothing could be read from there on: it is the place that is wrong.
    const isWrongPlace = wish.after !== undefined && at === from && isFailure(error, "archive-corrupt");
    throw isWrongPlace ? new Failure("constraint-violation", { attribute: "cursor" }, error) : error;
  }
  return pageOf(files, at, directory.bytes);
};

const pageOf = (files: readonly ArchiveFile[], at: number, directoryBytes: number): FilesPage =>
  at < directoryBytes ? { files, next: at } : { files };

/** Names that look the same are the same, however their letters are put together. */
const plain = (text: string): string => text.normalize("NFC").toLowerCase();

function isNamed(name: string): (entry: DirectoryEntry) => boolean {
  const wanted = plain(name);
  return ({ path, kind, id }) =>
    plain(fileNameOf(path)).includes(wanted) || (kind === "attachment" && String(id).includes(wanted));
}
