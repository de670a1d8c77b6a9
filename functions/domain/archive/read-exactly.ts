import { isFailure } from "../failure.ts";
import type { InventoryEntry } from "./inventory.ts";
import { sourceChanged } from "./source-changed.ts";

/** Bytes `first` to `last`, both included, of an entry's source. */
export type ReadEntry = (entry: InventoryEntry, first: number, last: number) => AsyncIterable<Uint8Array>;

/** A stretch of an entry's source. */
export interface Stretch {
  readonly entry: InventoryEntry;
  readonly sourceFirst: number;
  readonly bytes: number;
}

/** The stretch's bytes. Throws `source-changed` unless the source gives exactly as many. */
export async function* readStretch(
  { entry, sourceFirst, bytes }: Stretch,
  read: ReadEntry,
): AsyncGenerator<Uint8Array, void> {
  if (bytes === 0) return;
  let seen = 0;
  try {
    for await (const chunk of read(entry, sourceFirst, sourceFirst + bytes - 1)) {
      seen += chunk.length;
      if (seen > bytes) throw sourceChanged(entry);
      yield chunk;
    }
  } catch (error) {
    throw isFailure(error, "source-changed") ? sourceChanged(entry, error) : error;
  }
  if (seen < bytes) throw sourceChanged(entry);
}

/** The same into `place`, which is as long as the stretch. */
export async function readExactly(stretch: Stretch, place: Uint8Array, read: ReadEntry): Promise<void> {
  let filled = 0;
  for await (const chunk of readStretch(stretch, read)) {
    place.set(chunk, filled);
    filled += chunk.length;
  }
}
