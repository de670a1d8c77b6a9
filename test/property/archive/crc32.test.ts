import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineCrc32, crc32 } from "../../../functions/domain/archive/crc32.ts";

const length = fc.maxSafeNat();
const sum = fc.integer({ min: 0, max: 0xffff_ffff });

describe("combineCrc32", () => {
  it("is the CRC-32 of the concatenation", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.uint8Array({ maxLength: 2000 }), (a, b) => {
        expect(combineCrc32(crc32(a), crc32(b), b.length)).toBe(crc32(Buffer.concat([a, b])));
      }),
    );
  });

  it("does not depend on how three pieces are put together, however long they are", () => {
    fc.assert(
      fc.property(sum, sum, sum, length, length, (a, b, c, bBytes, cBytes) => {
        fc.pre(Number.isSafeInteger(bBytes + cBytes));
        const fromLeft = combineCrc32(combineCrc32(a, b, bBytes), c, cBytes);
        expect(combineCrc32(a, combineCrc32(b, c, cBytes), bBytes + cBytes)).toBe(fromLeft);
      }),
    );
  });
});
