import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { crc32 } from "../../../functions/domain/archive/crc32.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import type { Part } from "../../../functions/domain/archive/part.ts";
import { localHeader } from "../../../functions/domain/archive/zip-records.ts";
import { buildArchive } from "../../support/archive-build.ts";
import { anAttachment, type Contents, rangesOf, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const LIMITS = smallLimits();
const size = fc.oneof(fc.constantFrom(0, 1, 159, 160, 161, 255, 256, 257, 511, 512, 513), fc.nat(150), fc.nat(2000));
const name = fc.oneof(fc.constant("a.txt"), fc.string({ unit: "grapheme", maxLength: 12 }));
const attachments = fc.array(fc.tuple(size, name), { maxLength: 25 });

const filled = (length: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  for (let at = 0, value = seed + 1; at < length; at += 1) bytes[at] = value = (value * 73 + 41) % 251;
  return bytes;
};

const contentsOf = (sizes: readonly (readonly [number, string])[], dumpBytes: number): Promise<Contents> =>
  someContents(
    sizes.map(([bytes, file], index) => {
      const content = filled(bytes, index);
      return [anAttachment(index * 2 + 1, content, { file }), content] as const;
    }),
    filled(dumpBytes, 99),
  );

/** The obvious way: one entry after the other. */
const sequential = ({ entries, bytesOf }: Contents): Buffer =>
  Buffer.concat(
    entries.flatMap(({ path, bytes }) => {
      const content = bytesOf.get(path) ?? new Uint8Array();
      return [localHeader({ path, bytes, crc32: crc32(content) }), content];
    }),
  );

describe("an archive", () => {
  it("is the same bytes in whatever order, and however often, its parts are built", async () => {
    await fc.assert(
      fc.asyncProperty(attachments, size, fc.infiniteStream(fc.nat()), async (sizes, dumpBytes, choices) => {
        const contents = await contentsOf(sizes, dumpBytes);
        const shuffledTwice = (parts: readonly Part[]) =>
          [...parts, ...parts]
            .map((part) => ({ part, rank: Number(choices.next().value) }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ part }) => part);
        const built = await buildArchive(contents, LIMITS, shuffledTwice);
        const inOrder = await buildArchive(contents, LIMITS);
        expect(built.bytes.equals(inOrder.bytes)).toBe(true);
        expect(built.bytes.subarray(0, built.plan.contentBytes).equals(sequential(contents))).toBe(true);
        for (const part of built.parts.slice(0, -1)) expect(part.length).toBeGreaterThanOrEqual(LIMITS.partBytesMin);
      }),
      { numRuns: 60 },
    );
  });

  it("reads back with the names, sizes and CRC-32s that went in", async () => {
    await fc.assert(
      fc.asyncProperty(attachments, size, async (sizes, dumpBytes) => {
        const contents = await contentsOf(sizes, dumpBytes);
        const { bytes } = await buildArchive(contents, LIMITS);
        const found = await Array.fromAsync(listArchive(rangesOf(bytes), bytes.length));
        const facts = new Map(found.map((entry) => [entry.path, [entry.bytes, entry.crc32]]));
        for (const { path, bytes } of contents.entries) {
          expect(facts.get(path)).toEqual([bytes, crc32(contents.bytesOf.get(path) ?? new Uint8Array())]);
        }
        expect(found.length).toBe(contents.entries.length + 4);
      }),
      { numRuns: 60 },
    );
  });
});
