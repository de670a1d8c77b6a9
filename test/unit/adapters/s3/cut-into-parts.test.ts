import { describe, expect, it } from "vitest";
import { cutIntoParts, partBytesAt } from "../../../../functions/adapters/s3/cut-into-parts.ts";

const MIB = 1024 ** 2;

async function* zeros(count: number): AsyncGenerator<Uint8Array> {
  const chunk = Buffer.alloc(1_000);
  for (let left = count; left > 0; left -= chunk.length) yield chunk.subarray(0, Math.min(left, chunk.length));
}

const sizes = async (count: number) =>
  (await Array.fromAsync(cutIntoParts(zeros(count), 5))).map(({ bytes, isLast }) => [bytes.length, isLast]);

async function* letters(): AsyncGenerator<Uint8Array> {
  for (const letter of "abcdef") yield Buffer.from(letter.repeat(3));
}

async function countOfParts(count: number): Promise<number> {
  let number = 0;
  for await (const part of cutIntoParts(zeros(count), 1)) number = part.number;
  return number;
}

describe("parts of a stream", () => {
  it("are large enough for S3, small enough for memory, and enough for any dump", () => {
    const sizes = Array.from({ length: 10_000 }, (_, index) => partBytesAt(index + 1, 8 * MIB));
    expect(sizes.slice(0, 3)).toEqual([8 * MIB, 16 * MIB, 16 * MIB]);
    expect(Math.max(...sizes)).toBe(64 * MIB);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(540 * 1024 * MIB);
  });

  it("are one empty last part when there is nothing", async () => {
    const parts = await Array.fromAsync(cutIntoParts(zeros(0), 5));
    expect(parts.map(({ number, bytes, isLast }) => [number, bytes.length, isLast])).toEqual([[1, 0, true]]);
  });

  it("end with the last byte, also when it fills a part", async () => {
    expect(await sizes(5)).toEqual([[5, true]]);
    expect(await sizes(6)).toEqual([
      [5, false],
      [1, true],
    ]);
    expect(await sizes(15)).toEqual([
      [5, false],
      [10, true],
    ]);
  });

  it("are written over those that were recycled, and over no others", async () => {
    const kept: Uint8Array[] = [];
    const seen: string[] = [];
    const places = new Set<number>();
    for await (const { number, bytes, recycle } of cutIntoParts(letters(), 2)) {
      seen.push(Buffer.from(bytes).toString());
      places.add(bytes.byteOffset);
      if (number % 2 === 1) recycle();
      else kept.push(bytes);
    }
    expect(seen).toEqual(["aa", "abbb", "cccd", "ddee", "efff"]);
    expect(kept.map((bytes) => Buffer.from(bytes).toString())).toEqual(["abbb", "ddee"]);
    expect(places.size).toBe(seen.length - 1);
  });

  it("are never more than 10,000", async () => {
    const most = Array.from({ length: 10_000 }, (_, index) => partBytesAt(index + 1, 1)).reduce((a, b) => a + b, 0);
    expect(await countOfParts(most)).toBe(10_000);
    await expect(countOfParts(most + 1)).rejects.toMatchObject({ code: "archive-too-large" });
  });
});
