import { Failure } from "../failure.ts";
import type { StoredAttachment } from "../source/attachment-source.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { crc32 } from "./crc32.ts";
import { createEtagColumn } from "./etag-column.ts";

const BLOCK_ROWS = 65_536;
const FOLDER = "uploads/attachment/file/";
/** The rest is the name, whatever it holds: a key like `7/../x` is a key like any other. */
const NAME = /^(0|[1-9]\d{0,15})\/(.+)$/s;

/** What the store has, to be asked in the order of ids. */
export interface StoredTable {
  /** The object of this attachment. `id` must not fall from one call to the next. */
  take(id: number, file: string): StoredAttachment | undefined;
}

/** A row: 43 bytes, of which 4 are its place in the order of ids. Columns in blocks, so that growing copies nothing. */
const createBlock = () => ({
  ids: new Float64Array(BLOCK_ROWS),
  bytes: new Float64Array(BLOCK_ROWS),
  nameCrc32s: new Uint32Array(BLOCK_ROWS),
});

/**
 * Takes a listing in. A store lists keys in byte order (10 before 9) and the database gives rows by id, so one of the two
 * has to be held while the other passes. It is the listing, since it needs little: an attachment's key follows from its
 * row, so the table keeps no name, only a CRC-32 of it. Throws `archive-too-large`.
 */
export async function tableOfStored(
  listing: AsyncIterable<StoredAttachment>,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<StoredTable> {
  const blocks: ReturnType<typeof createBlock>[] = [];
  const etags = createEtagColumn(BLOCK_ROWS);
  const blockOf = (row: number) => (blocks[Math.floor(row / BLOCK_ROWS)] ??= createBlock());
  const idOf = (row: number): number => blockOf(row).ids[row % BLOCK_ROWS] ?? 0;
  let prefix: string | undefined;
  let rows = 0;

  for await (const { key, bytes, etag } of listing) {
    const folderAt = key.indexOf(FOLDER);
    const [, id, file] = NAME.exec(key.slice(folderAt + FOLDER.length)) ?? [];
    if (folderAt < 0 || id === undefined || file === undefined) continue;
    prefix ??= key.slice(0, folderAt);
    if (folderAt !== prefix.length) continue;
    if (rows >= limits.entriesMax) throw new Failure("archive-too-large", { entriesMax: limits.entriesMax });
    const block = blockOf(rows);
    block.ids[rows % BLOCK_ROWS] = Number(id);
    block.bytes[rows % BLOCK_ROWS] = bytes;
    block.nameCrc32s[rows % BLOCK_ROWS] = nameCrc32(file);
    etags.set(rows, etag);
    rows += 1;
  }

  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort((a, b) => idOf(a) - idOf(b));
  let next = 0;
  return {
    take(id, file) {
      const wanted = nameCrc32(file);
      while (next < rows && idOf(order[next] ?? 0) < id) next += 1;
      for (let at = next; at < rows; at += 1) {
        const row = order[at] ?? 0;
        if (idOf(row) !== id) return undefined;
        const block = blockOf(row);
        if (block.nameCrc32s[row % BLOCK_ROWS] !== wanted) continue;
        const key = `${prefix}${FOLDER}${id}/${file}`;
        return { key, bytes: block.bytes[row % BLOCK_ROWS] ?? 0, etag: etags.get(row) };
      }
      return undefined;
    },
  };
}

const nameCrc32 = (file: string): number => crc32(Buffer.from(file));
