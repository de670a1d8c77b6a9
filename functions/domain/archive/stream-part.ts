import type { EntrySums } from "../backup/part-rows.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { combineCrc32, crc32 } from "./crc32.ts";
import { headedCrc32 } from "./headed-crc32.ts";
import type { InventoryEntry } from "./inventory.ts";
import type { Part } from "./part.ts";
import { type Piece, partPieces } from "./part-pieces.ts";
import { type PieceBytes, readAhead } from "./read-ahead.ts";
import type { ReadEntry } from "./read-exactly.ts";
import { sourceChanged } from "./source-changed.ts";
import { knownSums, runningEntrySums } from "./sum-entry.ts";
import { localHeader } from "./zip-records.ts";

export interface StreamedPart {
  /** The part's bytes, once. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Of what has passed; of the whole part when all of it has. */
  sums(): { readonly crc32: number; readonly entries: readonly EntrySums[] };
}

/**
 * The same bytes and sums as `buildPart`, and the same refusals, of a part that is too large for a buffer. A header holds
 * the sum of what follows it: an entry whose sum nobody knows yet is held in memory, or read twice where it is too large.
 */
export function streamPart(
  part: Part,
  entries: AsyncIterable<InventoryEntry>,
  read: ReadEntry,
  bodyCrc32?: number,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): StreamedPart {
  const withSha256 = part.entries <= limits.entriesWithSha256Max;
  const sums: EntrySums[] = [];
  let partCrc32 = 0;

  async function* chunks(): AsyncGenerator<Uint8Array, void> {
    for await (const { piece, bytes } of readAhead(partPieces(part, entries), read, limits)) {
      const { entry } = piece;
      if (piece.headerAt !== undefined) {
        const sum = await headerSums(piece, bytes);
        const header = localHeader({ ...entry, crc32: sum.crc32 });
        partCrc32 = crc32(header, partCrc32);
        if (!knownSums(entry)) sums.push(sum);
        yield header;
        yield* passed(piece, bytes(), piece.isWhole ? sum.crc32 : undefined);
      } else yield* passed(piece, bytes(), undefined);
    }
  }

  async function* passed({ entry, bytes }: Piece, content: PieceBytes, expected: number | undefined) {
    let sum = 0;
    for await (const chunk of content) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (expected !== undefined && sum !== expected) throw sourceChanged(entry);
    partCrc32 = combineCrc32(partCrc32, sum, bytes);
  }

  async function headerSums(piece: Piece, bytes: () => PieceBytes): Promise<EntrySums> {
    const { entry } = piece;
    if (entry.kind === "dump" && !piece.isWhole) return { crc32: entry.crc32, isDigestDifferent: false };
    const known = knownSums(entry);
    if (known && piece.isWhole) return known;
    const running = runningEntrySums(entry, withSha256);
    let ownCrc32 = 0;
    for await (const chunk of bytes()) {
      if (piece.isWhole) running.add(chunk);
      else ownCrc32 = crc32(chunk, ownCrc32);
    }
    if (piece.isWhole) return running.end();
    return { crc32: headedCrc32(part, entry, ownCrc32, bodyCrc32), isDigestDifferent: false };
  }

  return { chunks: chunks(), sums: () => ({ crc32: partCrc32, entries: sums }) };
}
