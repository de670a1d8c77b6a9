import type { ArchiveStore } from "../archive/archive-store.ts";
import { crc32 } from "../archive/crc32.ts";
import { checkHeader, contentRange } from "../archive/read-entry.ts";
import type { ReadRange } from "../archive/window-reader.ts";
import type { PlacedEntry } from "../archive/zip-records.ts";
import { Failure } from "../failure.ts";
import type { Clock, Log } from "../ports.ts";
import { EXTRACT_LIMITS, type ExtractLimits } from "./extract-limits.ts";
import type { ExtractStore, NewExtract } from "./extract-store.ts";
import { readBytes } from "./read-bytes.ts";
import { type MakePiece, type Piece, uploadPieces } from "./upload-pieces.ts";

export interface CopyOutDeps {
  readonly archives: Pick<ArchiveStore, "bucket" | "read">;
  readonly extracts: ExtractStore;
  readonly clock: Clock;
  readonly log: Log;
  readonly extractLimits?: ExtractLimits;
}

export interface CopyOutWish {
  /** The version that the entry stands in. */
  readonly archive: { readonly key: string; readonly versionId: string };
  readonly entry: PlacedEntry;
  readonly object: NewExtract;
  /** Milliseconds; after it no further part is begun. */
  readonly until: number;
}

/**
 * Makes an object of its own out of an entry's content, after its local header said the same as the directory. The store
 * copies the bytes by itself; only a small file is read and put, and one that the store will not copy. Its CRC-32 is
 * that of the directory, or there is no object: throws `archive-corrupt`. Throws `file-too-large` where it would have to
 * be carried and is too large for that, and `service-busy` when it takes too long.
 */
export const copyOut = async (deps: CopyOutDeps, wish: CopyOutWish): Promise<void> => {
  const { archive, entry } = wish;
  const limits = deps.extractLimits ?? EXTRACT_LIMITS;
  const read = (first: number, last: number) => deps.archives.read(archive, first, last);
  await checkHeader(read, entry);
  if (entry.bytes <= limits.wholeBytesMax) return putWhole(deps, wish, read);
  const copied = { partBytes: limits.copiedPartBytes, atOnce: limits.copiedAtOnce };
  if (await uploadPieces(deps, wish, copied, copyPiece(deps, wish, read))) return;
  deps.log.warn("the store copies nothing out of an archive", { key: archive.key });
  if (entry.bytes > limits.carriedBytesMax) throw new Failure("file-too-large", { bytesMax: limits.carriedBytesMax });
  const carried = { partBytes: limits.carriedPartBytes, atOnce: limits.carriedAtOnce };
  await uploadPieces(deps, wish, carried, carryPiece(deps, read));
};

async function putWhole({ extracts }: CopyOutDeps, { entry, object }: CopyOutWish, read: ReadRange): Promise<void> {
  const { first, last } = contentRange(entry);
  const bytes = await readBytes(read, first, last);
  const sum = crc32(bytes);
  if (bytes.length !== entry.bytes || sum !== entry.crc32) throw new Failure("archive-corrupt", { what: "content" });
  await extracts.put(object, bytes, sum);
}

/** A store that keeps the CRC-32 of what it copied to itself is asked for the bytes once, to sum them. */
const copyPiece =
  ({ archives, extracts }: CopyOutDeps, { archive }: CopyOutWish, read: ReadRange): MakePiece =>
  async (upload, piece) => {
    const source = { bucket: archives.bucket, key: archive.key, versionId: archive.versionId };
    const copy = await extracts.copyPart(upload, piece.number, source, piece.first, lastOf(piece));
    if (copy.outcome === "refused") return undefined;
    return { etag: copy.etag, crc32: copy.crc32 ?? (await summed(read, piece)) };
  };

const carryPiece =
  ({ extracts }: CopyOutDeps, read: ReadRange): MakePiece =>
  async (upload, piece) => {
    const bytes = await readBytes(read, piece.first, lastOf(piece));
    const sum = crc32(bytes);
    return { etag: await extracts.putPart(upload, piece.number, bytes, sum), crc32: sum };
  };

const lastOf = ({ first, bytes }: Piece): number => first + bytes - 1;

async function summed(read: ReadRange, piece: Piece): Promise<number> {
  let sum = 0;
  for await (const chunk of read(piece.first, lastOf(piece))) sum = crc32(chunk, sum);
  return sum;
}
