import { Failure } from "../failure.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import type { Stretch } from "./read-exactly.ts";
import { localHeaderBytes } from "./zip-records.ts";

/** What a part has of one entry, and where. */
export interface Piece extends Stretch {
  /** Where its local header stands in the part; absent in a body. */
  readonly headerAt?: number;
  readonly dataAt: number;
  readonly isWhole: boolean;
}

/** In the order of the part. Throws `store-conflict` at the end when part and entries do not belong together. */
export async function* partPieces(
  part: Part | Carry,
  entries: AsyncIterable<InventoryEntry> | Iterable<InventoryEntry>,
): AsyncGenerator<Piece, void> {
  let at = 0;
  let seen = 0;
  for await (const entry of entries) {
    const piece = pieceOf(part, entry, seen, at);
    yield piece;
    at = piece.dataAt + piece.bytes;
    seen += 1;
  }
  const expected = part.entries + (part.kind === "head" || part.kind === "body" ? 1 : 0);
  if (at !== part.bytes || seen !== expected) {
    throw new Failure("store-conflict", { what: "part and inventory disagree", part: part.number, bytes: at });
  }
}

function pieceOf(part: Part | Carry, entry: InventoryEntry, index: number, at: number): Piece {
  if (part.kind === "body") {
    return { entry, dataAt: at, bytes: part.bytes, sourceFirst: part.sourceFirst, isWhole: false };
  }
  const isWhole = index < part.entries;
  const bytes = isWhole || part.kind !== "head" ? entry.bytes : part.ownBytes;
  return { entry, headerAt: at, dataAt: at + localHeaderBytes(entry), bytes, sourceFirst: 0, isWhole };
}
