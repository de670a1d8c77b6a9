import { Failure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { crc32 } from "./crc32.ts";

export interface CutPart {
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly crc32: number;
}

/**
 * Cuts a stream into parts from number `first` on, all of the same size but the last; each is a buffer of its own.
 * Throws `archive-too-large` when the upload would have too many parts.
 */
export async function* cutParts(
  chunks: AsyncIterable<Uint8Array>,
  first: number,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): AsyncGenerator<CutPart> {
  let number = first;
  let room = Buffer.allocUnsafeSlow(limits.partBytes);
  let filled = 0;
  const cut = (bytes: Uint8Array): CutPart => {
    if (number > limits.uploadPartsMax) throw new Failure("archive-too-large", { partsMax: limits.uploadPartsMax });
    return { number: number++, bytes, crc32: crc32(bytes) };
  };
  for await (const chunk of chunks) {
    for (let taken = 0; taken < chunk.length; ) {
      const piece = chunk.subarray(taken, taken + room.length - filled);
      room.set(piece, filled);
      filled += piece.length;
      taken += piece.length;
      if (filled < room.length) continue;
      yield cut(room);
      room = Buffer.allocUnsafeSlow(limits.partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield cut(room.subarray(0, filled));
}
