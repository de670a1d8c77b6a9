import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import type { WorkObject } from "../../domain/archive/work-store.ts";

/** Hands bytes through and sums them up on the way; `sums()` is right once all are through. */
export function runningSums(source: AsyncIterable<Uint8Array>): {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly sums: () => WorkObject;
} {
  const hash = createHash("sha256");
  let length = 0;
  let sum = 0;

  async function* summed() {
    for await (const chunk of source) {
      hash.update(chunk);
      sum = crc32(chunk, sum);
      length += chunk.length;
      yield chunk;
    }
  }

  return { bytes: summed(), sums: () => ({ bytes: length, crc32: sum, sha256: hash.copy().digest("hex") }) };
}
