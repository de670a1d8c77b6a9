import type { EntrySums } from "../backup/part-rows.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { combineCrc32, crc32 } from "./crc32.ts";
import { eachAtOnce } from "./each-at-once.ts";
import { headedCrc32 } from "./headed-crc32.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import { type Piece, partPieces } from "./part-pieces.ts";
import { type ReadEntry, readExactly } from "./read-exactly.ts";
import { entrySums, knownSums } from "./sum-entry.ts";
import { localHeader } from "./zip-records.ts";

export interface BuiltPart {
  readonly bytes: Uint8Array;
  readonly crc32: number;
  /** Of each entry whose header is in the part, in their order; not of those that the previous archive knows. */
  readonly entries: readonly EntrySums[];
}

/**
 * Builds a part, or the carry, in one buffer of its size: `bytes`, if that is there. The same part gives the same bytes whoever builds it, however
 * often. `entries` are those of the part's inventory lines; `bodyCrc32` is needed by a part of round 2 (`bodyCrc32()`).
 * Throws `source-changed` (details: `entry`, `id`) when a source is not what the inventory says, or what `read` throws.
 */
export async function buildPart(
  part: Part | Carry,
  entries: readonly InventoryEntry[],
  read: ReadEntry,
  bodyCrc32?: number,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
  bytes: Uint8Array = Buffer.allocUnsafeSlow(part.bytes),
): Promise<BuiltPart> {
  const pieces = await Array.fromAsync(partPieces(part, entries));
  const sums: (EntrySums | undefined)[] = [];
  const crc32s: number[] = [];
  const withSha256 = part.entries <= limits.entriesWithSha256Max;
  await eachAtOnce(pieces, limits.readsAtOnce, async (piece, index) => {
    const place = bytes.subarray(piece.dataAt, piece.dataAt + piece.bytes);
    await readExactly(piece, place, read);
    const { entry, headerAt } = piece;
    const whole = piece.isWhole ? entrySums(entry, place, withSha256) : undefined;
    const ownCrc32 = whole?.crc32 ?? crc32(place);
    crc32s[index] = ownCrc32;
    if (headerAt === undefined) return;
    const sum = whole ?? { crc32: headedCrc32(part, entry, ownCrc32, bodyCrc32), isDigestDifferent: false };
    bytes.set(localHeader({ ...entry, crc32: sum.crc32 }), headerAt);
    sums[index] = knownSums(entry) ? undefined : sum;
  });
  return { bytes, crc32: joinedCrc32(bytes, pieces, crc32s), entries: sums.filter((sum) => sum !== undefined) };
}

/** Of the whole part, out of headers and the pieces' sums: the store, which has the bytes, holds them to it. */
function joinedCrc32(bytes: Uint8Array, pieces: readonly Piece[], crc32s: readonly number[]): number {
  let sum = 0;
  for (const [index, piece] of pieces.entries()) {
    if (piece.headerAt !== undefined) sum = crc32(bytes.subarray(piece.headerAt, piece.dataAt), sum);
    sum = combineCrc32(sum, crc32s[index] ?? 0, piece.bytes);
  }
  return sum;
}
