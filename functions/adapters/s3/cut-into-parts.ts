import { Failure } from "../../domain/failure.ts";

/** S3 takes no more parts in one upload. */
const PARTS_MAX = 10_000;

/** Each part is a request, so the second is as large again; its memory, and that of one on its way, is little to a worker. */
const GROWTH_SOON = 2;

/** Parts before the size doubles once more. */
const PARTS_PER_SIZE = 1_000;

/** A part is held in memory whole. Eight times the first size at last, 10,000 parts that begin with 8 MiB hold 547 GiB. */
const GROWTH_MAX = 8;

export interface StreamPart {
  /** From 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
  /** Its bytes are needed no longer: a later part may be written over them. */
  readonly recycle: () => void;
}

/** Size of part `number` of a stream whose length nobody knows, `first` being that of the first part. */
export const partBytesAt = (number: number, first: number): number =>
  number === 1 ? first : first * Math.min(GROWTH_SOON * 2 ** Math.floor((number - 1) / PARTS_PER_SIZE), GROWTH_MAX);

/**
 * Cuts a stream into parts, made one at a time when asked for; recycled ones make room for the next, since memory that
 * waits to be collected grows with the stream. There is always a last part, of no bytes when the stream has none. Throws
 * `archive-too-large` beyond S3's number of parts.
 */
export async function* cutIntoParts(
  bytes: AsyncIterable<Uint8Array>,
  firstPartBytes: number,
): AsyncGenerator<StreamPart, void> {
  const spare = spareBuffers();
  let number = 1;
  let buffer = spare.take(partBytesAt(number, firstPartBytes));
  let filled = 0;
  for await (const chunk of bytes) {
    for (let taken = 0; taken < chunk.length; ) {
      if (filled === buffer.length) {
        if (number === PARTS_MAX) throw new Failure("archive-too-large", { parts: number });
        yield { number, bytes: buffer, isLast: false, recycle: spare.giver(buffer) };
        number += 1;
        buffer = spare.take(partBytesAt(number, firstPartBytes));
        filled = 0;
      }
      const length = Math.min(chunk.length - taken, buffer.length - filled);
      buffer.set(chunk.subarray(taken, taken + length), filled);
      filled += length;
      taken += length;
    }
  }
  yield { number, bytes: buffer.subarray(0, filled), isLast: true, recycle: () => undefined };
}

/** Buffers that were used before; those of another size than is asked for are let go. */
function spareBuffers() {
  const spare: Buffer[] = [];
  return {
    take: (bytes: number): Buffer => {
      const used = spare.pop();
      return used?.length === bytes ? used : Buffer.allocUnsafe(bytes);
    },
    giver: (buffer: Buffer) => () => void spare.push(buffer),
  };
}
