import { describe, expect, it } from "vitest";
import { dealRanges } from "../../../functions/domain/archive/deal-ranges.ts";
import type { Carry, Part } from "../../../functions/domain/archive/part.ts";
import { decodePartIndex, encodePartIndex, partIndexRange } from "../../../functions/domain/archive/part-index.ts";
import { inChunks } from "../../support/archive-contents.ts";

const LARGEST = Number.MAX_SAFE_INTEGER;
const placed = (number: number, bytes = 10) => ({
  number,
  bytes,
  offset: LARGEST,
  firstEntry: LARGEST,
  entries: LARGEST,
  lines: { offset: LARGEST, bytes: LARGEST },
});
const packed = (number: number, bytes = 10): Part => ({ kind: "packed", round: 1, ...placed(number, bytes) });
const head = (number: number): Part => ({
  kind: "head",
  round: 2,
  ...placed(number),
  ownBytes: LARGEST,
  bodyParts: LARGEST,
  bodyBytes: LARGEST,
});
const PARTS: readonly (Part | Carry)[] = [
  packed(1),
  head(2),
  { kind: "body", round: 1, ...placed(3), sourceFirst: LARGEST },
  { kind: "carry", ...placed(4) },
];

describe("the part index", () => {
  it("gives back any range of parts from that range of its bytes", async () => {
    const index = Buffer.concat(await Array.fromAsync(encodePartIndex(PARTS)));
    for (let first = 1; first <= 4; first += 1) {
      for (let last = first; last <= 4; last += 1) {
        const range = partIndexRange(first, last);
        const bytes = inChunks(index.subarray(range.first, range.last + 1), 100);
        expect(await Array.fromAsync(decodePartIndex(bytes))).toEqual(PARTS.slice(first - 1, last));
      }
    }
    expect(partIndexRange(1, 4).last).toBe(index.length - 1);
  });

  it.each(["{", '{"kind":"packed"}', '{"kind":"body","round":2}'])("refuses the line %s", async (line) => {
    const parts = decodePartIndex(inChunks(Buffer.from(line)));
    await expect(Array.fromAsync(parts)).rejects.toMatchObject({ code: "store-conflict" });
  });
});

describe("dealRanges", () => {
  it("deals every part of a round once, by bytes, to no more ranges than workers", () => {
    const parts = [packed(1, 60), head(2), packed(3), packed(4), packed(5), head(6), packed(7), packed(8)];
    expect(dealRanges(parts, 1, 2)).toEqual([
      { round: 1, first: 1, last: 1 },
      { round: 1, first: 3, last: 8 },
    ]);
    expect(dealRanges(parts, 2, 3)).toEqual([
      { round: 2, first: 2, last: 2 },
      { round: 2, first: 6, last: 6 },
    ]);
  });

  it("gives no range where the round has no part", () => {
    expect(dealRanges([packed(1)], 2, 4)).toEqual([]);
    expect(dealRanges([], 1, 4)).toEqual([]);
  });
});
