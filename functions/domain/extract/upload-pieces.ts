import type { StoredPart, Upload } from "../archive/archive-store.ts";
import { combineCrc32 } from "../archive/crc32.ts";
import { eachAtOnce } from "../archive/each-at-once.ts";
import { bodyPartBytes } from "../archive/part.ts";
import { contentRange } from "../archive/read-entry.ts";
import { Failure } from "../failure.ts";
import type { CopyOutDeps, CopyOutWish } from "./copy-out.ts";

/** A stretch of an entry's content. */
export interface Piece {
  readonly number: number;
  /** In the archive. */
  readonly first: number;
  readonly bytes: number;
}

interface Cut {
  readonly partBytes: number;
  readonly atOnce: number;
}

/** Makes one part of the object. Undefined: the store will not, this way. */
export type MakePiece = (
  upload: Upload,
  piece: Piece,
) => Promise<{ readonly etag: string; readonly crc32: number } | undefined>;

/**
 * An entry's content in pieces, several at a time, joined to one object. False: a piece could not be made this way, and
 * nothing is left of the others.
 */
export async function uploadPieces(
  { extracts, clock, log }: CopyOutDeps,
  { entry, object, until }: CopyOutWish,
  { partBytes, atOnce }: Cut,
  make: MakePiece,
): Promise<boolean> {
  const upload = await extracts.begin(object);
  try {
    const parts = new Map<number, StoredPart & { readonly crc32: number }>();
    const pieces = piecesOf(contentRange(entry).first, entry.bytes, partBytes);
    let isRefused = false;
    await eachAtOnce(pieces, atOnce, async (piece) => {
      if (isRefused) return;
      if (clock.now() >= until) throw new Failure("service-busy", { what: "copying a file takes too long" });
      const made = await make(upload, piece);
      if (made === undefined) isRefused = true;
      else parts.set(piece.number, { number: piece.number, bytes: piece.bytes, ...made });
    });
    if (!isRefused) {
      const inOrder = pieces.flatMap(({ number }) => parts.get(number) ?? []);
      const sum = inOrder.reduce((before, part) => combineCrc32(before, part.crc32, part.bytes), 0);
      if (sum !== entry.crc32) throw new Failure("archive-corrupt", { what: "content", entry: entry.path });
      await extracts.complete(upload, inOrder, entry);
      return true;
    }
  } catch (error) {
    await abandon();
    throw error;
  }
  await abandon();
  return false;

  /** What ended it is what people have to hear; the bucket throws unfinished uploads away after two days. */
  async function abandon(): Promise<void> {
    try {
      await extracts.abort(upload);
    } catch (error) {
      log.warn("an upload could not be aborted", { key: upload.key }, error);
    }
  }
}

/** As equal as can be: none is smaller than a store takes as a part. */
function piecesOf(first: number, bytes: number, partBytes: number): Piece[] {
  const count = Math.ceil(bytes / partBytes);
  const each = bodyPartBytes(bytes, count, 0);
  return Array.from({ length: count }, (_, index) => ({
    number: index + 1,
    first: first + index * each,
    bytes: bodyPartBytes(bytes, count, index),
  }));
}
