import type { WorkStore } from "../../domain/archive/work-store.ts";
import { ownerOf } from "./encryption-for.ts";

/** The inventory of some 5,000 attachments; its part index has less. */
export const REMEMBERED_BYTES_MAX = 2 * 1024 * 1024;

/**
 * The same store, with small objects of one backup remembered as they were written or read whole: the steps of a backup
 * mostly follow each other in one process, and each reads the inventory and the part index again. That they are still
 * what they were follows from their keys, each of which is written with the same bytes only.
 *
 * Nothing of one backup is kept beyond the first look at another.
 */
export function rememberSmallObjects(work: WorkStore, bytesMax = REMEMBERED_BYTES_MAX): WorkStore {
  const known = new Map<string, Uint8Array>();
  let backup: string | undefined;

  const turnTo = (key: string): void => {
    const owner = JSON.stringify(ownerOf(key));
    if (owner !== backup) known.clear();
    backup = owner;
  };

  /** Hands bytes through; `keep` makes them known, if all of them were few. */
  const collecting = (bytes: AsyncIterable<Uint8Array>) => {
    let chunks: Uint8Array[] = [];
    let length = 0;
    async function* passed(): AsyncGenerator<Uint8Array, void> {
      for await (const chunk of bytes) {
        length += chunk.length;
        if (length <= bytesMax) chunks.push(chunk);
        else chunks = [];
        yield chunk;
      }
    }
    return {
      passed: passed(),
      keep: (key: string) => void (length <= bytesMax && known.set(key, Buffer.concat(chunks))),
    };
  };

  return {
    ...work,

    async write(key, bytes) {
      turnTo(key);
      known.delete(key);
      const { passed, keep } = collecting(bytes);
      const written = await work.write(key, passed);
      keep(key);
      return written;
    },

    async *read(key, first = 0, last) {
      turnTo(key);
      const kept = known.get(key);
      // What goes beyond the end is the store's to refuse.
      if (kept && (last === undefined ? first === 0 : last < kept.length)) {
        yield kept.subarray(first, last === undefined ? kept.length : last + 1);
        return;
      }
      const isWhole = first === 0 && last === undefined;
      const { passed, keep } = collecting(work.read(key, first, last));
      yield* passed;
      if (isWhole) keep(key);
    },

    async remove(key) {
      known.delete(key);
      await work.remove(key);
    },

    async removeAll(prefix) {
      known.clear();
      await work.removeAll(prefix);
    },
  };
}
