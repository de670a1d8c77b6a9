import { Failure, isFailure } from "../failure.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Piece } from "./part-pieces.ts";

/** Bytes `first` to `last`, both included, of an entry's source. */
export type ReadEntry = (entry: InventoryEntry, first: number, last: number) => AsyncIterable<Uint8Array>;

/** Fills `place` with the piece's bytes. Throws `source-changed` unless the source gives exactly as many. */
export async function readExactly(piece: Piece, place: Uint8Array, read: ReadEntry): Promise<void> {
  if (place.length === 0) return;
  const { entry, sourceFirst } = piece;
  let filled = 0;
  try {
    for await (const chunk of read(entry, sourceFirst, sourceFirst + place.length - 1)) {
      if (filled + chunk.length > place.length) throw sourceChanged(entry);
      place.set(chunk, filled);
      filled += chunk.length;
    }
  } catch (error) {
    throw isFailure(error, "source-changed") ? sourceChanged(entry, error) : error;
  }
  if (filled < place.length) throw sourceChanged(entry);
}

/** Names the entry, so that the next inventory can say what became of it. */
export const sourceChanged = (entry: InventoryEntry, cause?: unknown): Failure =>
  new Failure("source-changed", { entry: entry.path, ...(entry.kind === "attachment" ? { id: entry.id } : {}) }, cause);
