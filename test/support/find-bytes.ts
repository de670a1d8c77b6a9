/** How much of each pattern is looked up at once; shorter patterns are refused. */
export const PATTERN_BYTES_MIN = 8;
const FILTER_BITS = 18;

/**
 * Says where any of the patterns is in some bytes: one walk over the bytes, however many patterns there are (Rabin and
 * Karp's). Gives each pattern that was found once.
 */
export function bytesFinder(patterns: readonly Buffer[]): (bytes: Buffer) => { pattern: Buffer; at: number }[] {
  const filter = new Uint8Array(1 << FILTER_BITS);
  const byHash = new Map<number, Buffer[]>();
  for (const pattern of patterns) {
    if (pattern.length < PATTERN_BYTES_MIN) throw new Error(`a pattern of ${pattern.length} bytes is everywhere`);
    const hash = hashOf(pattern);
    filter[hash >>> (32 - FILTER_BITS)] = 1;
    byHash.set(hash, [...(byHash.get(hash) ?? []), pattern]);
  }
  return (bytes) => {
    const found = new Map<Buffer, number>();
    if (bytes.length < PATTERN_BYTES_MIN) return [];
    let hash = hashOf(bytes);
    for (let at = 0; ; at += 1) {
      if (filter[hash >>> (32 - FILTER_BITS)] === 1) {
        for (const pattern of byHash.get(hash) ?? []) {
          if (!found.has(pattern) && bytes.subarray(at, at + pattern.length).equals(pattern)) found.set(pattern, at);
        }
      }
      const next = bytes[at + PATTERN_BYTES_MIN];
      if (next === undefined) return [...found].map(([pattern, where]) => ({ pattern, at: where }));
      hash = (Math.imul(hash - Math.imul(bytes[at] ?? 0, HIGHEST), BASE) + next) >>> 0;
    }
  };
}

const BASE = 0x01_00_01_93;
let power = 1;
for (let each = 1; each < PATTERN_BYTES_MIN; each += 1) power = Math.imul(power, BASE);
const HIGHEST = power;

function hashOf(bytes: Buffer): number {
  let hash = 0;
  for (const byte of bytes.subarray(0, PATTERN_BYTES_MIN)) hash = (Math.imul(hash, BASE) + byte) >>> 0;
  return hash;
}
