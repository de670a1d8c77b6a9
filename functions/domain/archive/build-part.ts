import type { EntrySums } from "../backup/part-rows.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { crc32 } from "./crc32.ts";
import { eachAtOnce } from "./each-at-once.ts";
import { headedCrc32 } from "./headed-crc32.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import { partPieces } from "./part-pieces.ts";
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
 * Builds a part, or the carry, in one buffer of its size. The same part gives the same bytes whoever builds it, however
 * often. `entries` are those of the part's inventory lines; `bodyCrc32` is needed by a part of round 2 (`bodyCrc32()`).
 * Throws `source-changed` (details: `entry`, `id`) when a source is not what the inventory says, or what `read` throws.
 */
export async function buildPart(
  part: Part | Carry,
  entries: readonly InventoryEntry[],
  read: ReadEntry,
  bodyCrc32?: number,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<BuiltPart> {
  const pieces = await Array.fromAsync(partPieces(part, entries));
  const bytes = Buffer.allocUnsafeSlow(part.bytes);
  const sums: (EntrySums | undefined)[] = [];
  const withSha256 = part.entries <= limits.entriesWithSha256Max;
  await eachAtOnce(pieces, limits.readsAtOnce, async (piece, index) => {
    const place = bytes.subarray(piece.dataAt, piece.dataAt + piece.bytes);
    await readExactly(piece, place, read);
    if (piece.headerAt === undefined) return;
    const { entry } = piece;
    const sum = piece.isWhole
      ? entrySums(entry, place, withSha256)
      : { crc32: headedCrc32(part, entry, crc32(place), bodyCrc32), isDigestDifferent: false };
    bytes.set(localHeader({ ...entry, crc32: sum.crc32 }), piece.headerAt);
    sums[index] = knownSums(entry) ? undefined : sum;
  });
  return { bytes, crc32: crc32(bytes), entries: sums.filter((sum) => sum !== undefined) };
}
