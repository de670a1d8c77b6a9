import { Failure } from "../failure.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import { localHeaderBytes } from "./zip-records.ts";

/** What a part has of one entry, and where. */
export interface Piece {
  readonly entry: InventoryEntry;
  /** Where its local header stands in the part; absent in a body. */
  readonly headerAt?: number;
  readonly dataAt: number;
  readonly bytes: number;
  /** First byte of the source. */
  readonly sourceFirst: number;
  readonly isWhole: boolean;
}

/** Throws `store-conflict` when part and entries do not belong together. */
export function partPieces(part: Part | Carry, entries: readonly InventoryEntry[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [index, entry] of entries.entries()) {
    const piece = pieceOf(part, entry, index, at);
    pieces.push(piece);
    at = piece.dataAt + piece.bytes;
  }
  const entriesExpected = part.entries + (part.kind === "head" || part.kind === "body" ? 1 : 0);
  if (at !== part.bytes || entries.length !== entriesExpected) {
    throw new Failure("store-conflict", { what: "part and inventory disagree", part: part.number, bytes: at });
  }
  return pieces;
}

function pieceOf(part: Part | Carry, entry: InventoryEntry, index: number, at: number): Piece {
  if (part.kind === "body") {
    return { entry, dataAt: at, bytes: part.bytes, sourceFirst: part.sourceFirst, isWhole: false };
  }
  const isWhole = index < part.entries;
  const bytes = isWhole || part.kind !== "head" ? entry.bytes : part.ownBytes;
  return { entry, headerAt: at, dataAt: at + localHeaderBytes(entry), bytes, sourceFirst: 0, isWhole };
}
