import { createHash } from "node:crypto";
import { crc32 } from "../../functions/domain/archive/crc32.ts";
import type { WorkStore } from "../../functions/domain/archive/work-store.ts";
import { Failure } from "../../functions/domain/failure.ts";
import { inChunks } from "./archive-contents.ts";

export interface MemoryWorkStore extends WorkStore {
  readonly objects: Map<string, Uint8Array>;
}

export function memoryWorkStore(): MemoryWorkStore {
  const objects = new Map<string, Uint8Array>();
  return {
    bucket: "work",
    objects,
    async write(key, chunks) {
      const bytes = Buffer.concat(await Array.fromAsync(chunks));
      objects.set(key, bytes);
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      return { bytes: bytes.length, crc32: crc32(bytes), sha256, requests: 1 };
    },
    async *read(key, first = 0, last = Number.MAX_SAFE_INTEGER) {
      const bytes = objects.get(key);
      if (bytes === undefined) throw new Failure("store-not-found", { key });
      yield* inChunks(bytes.subarray(first, last + 1), 211);
    },
    async remove(key) {
      objects.delete(key);
    },
    async removeAll(prefix) {
      for (const key of objects.keys()) if (key.startsWith(prefix)) objects.delete(key);
    },
  };
}
