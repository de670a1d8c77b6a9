import { type Entry, fromRandomAccessReaderPromise, type ZipFile } from "yauzl";
import { Failure, isFailure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { ENTRIES_PATH } from "./entries-list.ts";
import { DUMP_PATH } from "./inventory.ts";
import { MANIFEST_PATH, SIGNATURE_PATH } from "./manifest.ts";
import { MISSING_PATH } from "./missing-list.ts";
import { README_PATH } from "./readme.ts";
import { type ReadRange, WindowReader } from "./window-reader.ts";
import type { PlacedEntry } from "./zip-records.ts";

/** What an archive has besides attachments, each at most once. */
const SPECIAL_PATHS: ReadonlySet<string> = new Set([
  README_PATH,
  DUMP_PATH,
  MISSING_PATH,
  ENTRIES_PATH,
  MANIFEST_PATH,
  SIGNATURE_PATH,
]);
const ATTACHMENT_PATH = /^attachment\/file\/(0|[1-9]\d{0,15})\/[^/]+$/;
const UNIX_TYPE_REGULAR = 0o10;

/**
 * Reads an archive's central directory, by a parser that did not write it. Throws `archive-corrupt` for whatever an
 * archive of ours never has: unsafe or unknown names, duplicates (attachments rise by id, so flat memory is enough to
 * see them), links, compression, encryption, entries outside the file, more of them than one archive can hold.
 */
export async function* listArchive(
  read: ReadRange,
  totalBytes: number,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): AsyncGenerator<PlacedEntry> {
  const specials = new Set<string>();
  let lastId = -1;
  try {
    const zip = await fromRandomAccessReaderPromise(new WindowReader(read, totalBytes), totalBytes, {
      strictFileNames: true,
    });
    checkCount(zip, limits);
    for await (const entry of zip.eachEntry()) {
      const id = Number(ATTACHMENT_PATH.exec(entry.fileName)?.[1] ?? -1);
      const isKnown = id >= 0 ? id > lastId : SPECIAL_PATHS.has(entry.fileName) && !specials.has(entry.fileName);
      if (!isKnown) throw corrupt("unexpected or repeated name", entry);
      if (id >= 0) lastId = id;
      else specials.add(entry.fileName);
      yield plainEntry(entry, totalBytes);
    }
  } catch (error) {
    // yauzl has one class for all its refusals: whatever the store did not refuse, the archive's form is to blame for.
    throw isFailure(error) ? error : new Failure("archive-corrupt", { what: "not a readable ZIP" }, error);
  }
}

function checkCount(zip: ZipFile, { entriesMax }: ArchiveLimits): void {
  if (zip.entryCount <= entriesMax + SPECIAL_PATHS.size) return;
  zip.close();
  throw new Failure("archive-corrupt", { what: "more entries than an archive can hold", entries: zip.entryCount });
}

/** A stored regular file within the archive. */
function plainEntry(entry: Entry, totalBytes: number): PlacedEntry {
  const { fileName: path, uncompressedSize: bytes, crc32, relativeOffsetOfLocalHeader: offset } = entry;
  if (entry.compressionMethod !== 0 || entry.isEncrypted()) throw corrupt("not stored plainly", entry);
  if (entry.externalFileAttributes >>> 28 !== UNIX_TYPE_REGULAR) throw corrupt("not a regular file", entry);
  if (offset + bytes > totalBytes) throw corrupt("outside of the archive", entry);
  return { path, bytes, crc32, offset };
}

const corrupt = (what: string, { fileName }: Entry): Failure =>
  new Failure("archive-corrupt", { what, entry: fileName });
