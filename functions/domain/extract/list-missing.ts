import type { ArchiveStore } from "../archive/archive-store.ts";
import { MISSING_HEADING } from "../archive/missing-list.ts";
import { checkHeader, contentRange } from "../archive/read-entry.ts";
import type { ArchiveFacts } from "../backup/backup.ts";
import { Failure } from "../failure.ts";
import { archiveReader } from "./archive-reader.ts";
import { EXTRACT_LIMITS, type ExtractLimits } from "./extract-limits.ts";
import { findMissingList } from "./find-missing-list.ts";
import type { MissingFile } from "./missing-file.ts";
import { parseMissingLine } from "./parse-missing-line.ts";
import { readBytes } from "./read-bytes.ts";

export interface ListMissingDeps {
  readonly archives: Pick<ArchiveStore, "read">;
  readonly extractLimits?: ExtractLimits;
}

export interface MissingPage {
  readonly missing: readonly MissingFile[];
  /** A place in the list, where the next page begins; absent on the last one. */
  readonly next?: number;
}

const NEWLINE = 0x0a;
/** It is ASCII. */
const HEADING_BYTES = MISSING_HEADING.length;

/**
 * What is not in an archive, and why, as its own list says it: the working objects that knew it too are gone after two
 * days, and the list of all entries is too long to look through. Throws `archive-corrupt`, and `constraint-violation` for
 * a place where no line begins.
 */
export const listMissing = async (
  deps: ListMissingDeps,
  archive: ArchiveFacts,
  { pageSize, after }: { readonly pageSize: number; readonly after?: number },
): Promise<MissingPage> => {
  if (archive.missing === 0) return { missing: [] };
  const { missingBytes } = deps.extractLimits ?? EXTRACT_LIMITS;
  const read = archiveReader(deps.archives, archive);
  const list = await findMissingList(read, archive.bytes);
  await checkHeader(read, list);
  const from = after ?? HEADING_BYTES;
  const isPlace = from >= HEADING_BYTES && from <= list.bytes;
  // With what is before the first line: the end of another one, or the heading.
  const before = after === undefined ? HEADING_BYTES : 1;
  const { first, last } = contentRange(list);
  const start = first + from - before;
  const bytes = isPlace
    ? await readBytes(read, start, Math.min(start + before + missingBytes - 1, last))
    : Buffer.alloc(0);
  if (after === undefined && bytes.toString("utf8", 0, before) !== MISSING_HEADING) throw corrupt("heading");
  if (bytes[before - 1] !== NEWLINE) throw new Failure("constraint-violation", { attribute: "cursor" });
  const page = linesOf(bytes.subarray(before), pageSize);
  const next = from + page.bytes;
  if (page.bytes === 0 && next < list.bytes) throw corrupt("endless line");
  return next < list.bytes ? { missing: page.missing, next } : { missing: page.missing };
};

/** Whole lines from the first on, and their length. */
function linesOf(
  bytes: Buffer,
  linesMax: number,
): { readonly missing: readonly MissingFile[]; readonly bytes: number } {
  const missing: MissingFile[] = [];
  let at = 0;
  while (missing.length < linesMax) {
    const newline = bytes.indexOf(NEWLINE, at);
    if (newline < 0) break;
    const line = parseMissingLine(bytes.toString("utf8", at, newline));
    if (line === undefined) throw corrupt("line");
    missing.push(line);
    at = newline + 1;
  }
  return { missing, bytes: at };
}

const corrupt = (what: string): Failure => new Failure("archive-corrupt", { what: `list of what is missing: ${what}` });
