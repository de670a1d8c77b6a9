import { createCipheriv, createHash } from "node:crypto";

/** Chance that repeats: the same seed gives the same draws, on every machine. Not for secrets. */
export interface SeededRandom {
  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number;
  pick<Item>(items: readonly Item[]): Item;
  /** True once in `times` draws, on average. */
  oneIn(times: number): boolean;
  /** Between the two, each order of magnitude as likely as the next: many small files, few large ones. */
  logUniform(from: number, to: number): number;
  /** Bytes that do not compress. */
  bytes(length: number): Buffer;
}

/** `label` separates draws made for different ends from the same number. */
export function seededRandom(seed: number, label: string): SeededRandom {
  const key = createHash("sha256").update(`${seed} ${label}`).digest();
  const stream = createCipheriv("aes-256-ctr", key, Buffer.alloc(16));
  let state = key.readUInt32LE(0);
  /** Mulberry32: 32 bits of state, a uniform number in [0, 1). */
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    whole,
    pick: (items) => {
      const item = items[whole(0, items.length - 1)];
      if (item === undefined) throw new Error("There is nothing to pick from.");
      return item;
    },
    oneIn: (times) => next() * times < 1,
    logUniform: (from, to) => Math.round(from * (to / from) ** next()),
    bytes: (length) => stream.update(Buffer.alloc(length)),
  };
}
