import type { ReadRange } from "./window-reader.ts";

/** Holds the tail of an archive of some 2,000 attachments: its texts, its directory and its end. */
const END_BYTES = 1024 ** 2;

/**
 * The same reads of an object of `totalBytes`, with its last MiB read once and kept: whoever checks the end of an archive
 * looks there a dozen times.
 */
export function keepEnd(read: ReadRange, totalBytes: number, endBytes = END_BYTES): ReadRange {
  const start = Math.max(0, totalBytes - endBytes);
  let end: Promise<Uint8Array> | undefined;
  return async function* (first, last) {
    if (first < start) {
      yield* read(first, last);
      return;
    }
    end ??= Array.fromAsync(read(start, totalBytes - 1)).then((chunks) => Buffer.concat(chunks));
    yield (await end).subarray(first - start, last + 1 - start);
  };
}
