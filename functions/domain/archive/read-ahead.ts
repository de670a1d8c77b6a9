import type { ArchiveLimits } from "./archive-limits.ts";
import type { Piece } from "./part-pieces.ts";
import { type ReadEntry, readExactly, readStretch } from "./read-exactly.ts";

export type PieceBytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export interface PieceAhead {
  readonly piece: Piece;
  /** Its bytes, as often as asked for: out of memory, or of a large piece from its source again. */
  readonly bytes: () => PieceBytes;
}

/**
 * Gives pieces in their order while the next ones are being read: that hides the store's latency. At most
 * `readsAtOnce` of them, and `aheadBytes` and one more, are in memory; a piece larger than that is never held.
 */
export async function* readAhead(
  pieces: AsyncIterable<Piece>,
  read: ReadEntry,
  { readsAtOnce, aheadBytes }: Pick<ArchiveLimits, "readsAtOnce" | "aheadBytes">,
): AsyncGenerator<PieceAhead, void> {
  const source = pieces[Symbol.asyncIterator]();
  const ahead: { readonly piece: Piece; readonly content: Promise<Uint8Array> | undefined }[] = [];
  let heldBytes = 0;
  let isOver = false;
  try {
    for (;;) {
      while (!isOver && ahead.length < readsAtOnce && (ahead.length === 0 || heldBytes < aheadBytes)) {
        const { value: piece, done } = await source.next();
        if (done) isOver = true;
        else {
          const isHeld = piece.bytes <= aheadBytes;
          if (isHeld) heldBytes += piece.bytes;
          ahead.push({ piece, content: isHeld ? loaded(piece, read) : undefined });
        }
      }
      const next = ahead.shift();
      if (next === undefined) return;
      const { piece, content } = next;
      if (content) {
        const bytes = await content;
        yield { piece, bytes: () => [bytes] };
        heldBytes -= piece.bytes;
      } else yield { piece, bytes: () => readStretch(piece, read) };
    }
  } finally {
    // What is still being read ends before this does, and what it fails with is nobody's any more.
    await Promise.allSettled(ahead.flatMap(({ content }) => content ?? []));
    await source.return?.();
  }
}

function loaded(piece: Piece, read: ReadEntry): Promise<Uint8Array> {
  const place = Buffer.allocUnsafeSlow(piece.bytes);
  const content = readExactly(piece, place, read).then(() => place);
  // Awaited in its turn; until then a failure must not count as one that nobody hears of.
  content.catch(() => undefined);
  return content;
}
