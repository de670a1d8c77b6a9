import type { EntrySums } from "../backup/part-rows.ts";
import { Failure } from "../failure.ts";

const SHA256_BYTES = 32;

/**
 * Sums as the row of a part keeps them, little-endian: number of entries, of SHA-256s, of differing digests (4 bytes
 * each); a CRC-32 per entry; the SHA-256s, which belong to the first entries; the indexes of the differing ones.
 */
export function encodeEntrySums(entries: readonly EntrySums[]): Uint8Array {
  const digests = entries.flatMap(({ sha256 }) => (sha256 ? [sha256] : []));
  if (entries.slice(0, digests.length).some(({ sha256 }) => sha256?.length !== SHA256_BYTES)) {
    throw new TypeError("SHA-256s belong to the first entries of a part, 32 bytes each");
  }
  const differing = entries.flatMap(({ isDigestDifferent }, index) => (isDigestDifferent ? [index] : []));
  const numbers = [entries.length, digests.length, differing.length, ...entries.map((entry) => entry.crc32)];
  return Buffer.concat([words(numbers), ...digests, words(differing)]);
}

/** Throws `store-conflict` for anything `encodeEntrySums` did not write. */
export function decodeEntrySums(bytes: Uint8Array): EntrySums[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number): number => view.getUint32(index * 4, true);
  if (bytes.length < 12) throw new Failure("store-conflict", { what: "sums of a part", bytes: bytes.length });
  const [entries, digests, differing] = [word(0), word(1), word(2)];
  const digestsAt = 12 + entries * 4;
  const differingAt = digestsAt + digests * SHA256_BYTES;
  if (bytes.length !== differingAt + differing * 4 || digests > entries) {
    throw new Failure("store-conflict", { what: "sums of a part", bytes: bytes.length });
  }
  const isDifferent = new Set<number>();
  for (let index = 0; index < differing; index += 1) isDifferent.add(word(differingAt / 4 + index));
  return Array.from({ length: entries }, (_, index) => {
    const at = digestsAt + index * SHA256_BYTES;
    const sums = { crc32: word(3 + index), isDigestDifferent: isDifferent.has(index) };
    return index < digests ? { ...sums, sha256: Uint8Array.from(bytes.subarray(at, at + SHA256_BYTES)) } : sums;
  });
}

function words(numbers: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [index, number] of numbers.entries()) view.setUint32(index * 4, number, true);
  return bytes;
}
