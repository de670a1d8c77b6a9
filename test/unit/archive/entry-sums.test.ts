import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { decodeEntrySums, encodeEntrySums } from "../../../functions/domain/archive/entry-sums.ts";

const sha256 = (byte: number) => new Uint8Array(32).fill(byte);
const ROW_BYTES_MAX = 400 * 1024;

describe("encodeEntrySums", () => {
  it("reads back, also where the last entries have no SHA-256", () => {
    const sums = [
      { crc32: 0xffff_ffff, isDigestDifferent: false, sha256: sha256(1) },
      { crc32: 0, isDigestDifferent: true, sha256: sha256(2) },
      { crc32: 7, isDigestDifferent: true },
    ];
    expect(decodeEntrySums(encodeEntrySums(sums))).toEqual(sums);
    expect(decodeEntrySums(encodeEntrySums([]))).toEqual([]);
  });

  it("stays below the size of a row for the fullest parts", () => {
    const { entriesWithSha256Max, entriesPerPartMax } = ARCHIVE_LIMITS;
    const full = Array.from({ length: entriesWithSha256Max }, () => ({
      crc32: 1,
      isDigestDifferent: true,
      sha256: sha256(1),
    }));
    const tiny = Array.from({ length: entriesPerPartMax }, () => ({ crc32: 1, isDigestDifferent: false }));
    expect(encodeEntrySums(full).length).toBeLessThan(ROW_BYTES_MAX);
    expect(encodeEntrySums(tiny).length).toBeLessThan(ROW_BYTES_MAX - 4096);
  });

  it("refuses a SHA-256 behind an entry without one", () => {
    const sums = [
      { crc32: 1, isDigestDifferent: false },
      { crc32: 1, isDigestDifferent: false, sha256: sha256(1) },
    ];
    expect(() => encodeEntrySums(sums)).toThrow(TypeError);
  });

  it("refuses bytes it did not write", () => {
    const bytes = encodeEntrySums([{ crc32: 1, isDigestDifferent: true }]);
    const moreDigests = Buffer.alloc(12 + 32);
    moreDigests.writeUInt32LE(1, 4);
    for (const broken of [bytes.subarray(0, 8), bytes.subarray(0, -1), Buffer.concat([bytes, bytes]), moreDigests]) {
      expect(() => decodeEntrySums(broken)).toThrow(expect.objectContaining({ code: "store-conflict" }));
    }
  });
});
