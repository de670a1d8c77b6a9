import type { EntrySums } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { combineCrc32, crc32 } from "./crc32.ts";
import { eachAtOnce } from "./each-at-once.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Carry, Part } from "./part.ts";
import { type Piece, partPieces } from "./part-pieces.ts";
import { type ReadEntry, readExactly } from "./read-exactly.ts";
import { entrySums } from "./sum-entry.ts";
import { localHeader } from "./zip-records.ts";

export interface BuiltPart {
  readonly bytes: Uint8Array;
  readonly crc32: number;
  /** Of each entry whose header is in the part, in their order. */
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
  const pieces = partPieces(part, entries);
  const bytes = Buffer.allocUnsafeSlow(part.bytes);
  const sums: EntrySums[] = [];
  const withSha256 = part.entries <= limits.entriesWithSha256Max;
  await eachAtOnce(pieces, limits.readsAtOnce, async (piece, index) => {
    const place = bytes.subarray(piece.dataAt, piece.dataAt + piece.bytes);
    await readExactly(piece, place, read);
    if (piece.headerAt === undefined) return;
    const sum = piece.isWhole
      ? entrySums(piece.entry, place, withSha256)
      : { crc32: headedCrc32(part, piece, place, bodyCrc32), isDigestDifferent: false };
    bytes.set(localHeader({ ...piece.entry, crc32: sum.crc32 }), piece.headerAt);
    sums[index] = sum;
  });
  return { bytes, crc32: crc32(bytes), entries: sums };
}

/** CRC-32 of a big entry of which only the first bytes are here. */
function headedCrc32(
  part: Part | Carry,
  { entry }: Piece,
  ownBytes: Uint8Array,
  bodyCrc32: number | undefined,
): number {
  if (entry.kind === "dump") return entry.crc32;
  if (part.kind !== "head" || bodyCrc32 === undefined) {
    throw new Failure("internal", { what: "a head without the CRC-32 of its body", part: part.number });
  }
  return combineCrc32(crc32(ownBytes), bodyCrc32, part.bodyBytes);
}
