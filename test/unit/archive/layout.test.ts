import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { decodeInventory } from "../../../functions/domain/archive/inventory-reader.ts";
import { layout } from "../../../functions/domain/archive/layout.ts";
import { planParts } from "../../../functions/domain/archive/plan-parts.ts";
import { layOut } from "../../support/archive-build.ts";
import { anAttachment, inChunks, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const TiB = 1024 ** 4;
/** 30 bytes and the name: `attachment/file/1/file-1.bin`, `openproject.pgdump`. */
const HEADER = 30 + 28;
const DUMP_HEADER = 30 + 18;

const contentsOf = (sizes: readonly number[], dumpBytes = 0) =>
  someContents(
    sizes.map((bytes, id) => [anAttachment(id, new Uint8Array(bytes)), new Uint8Array(bytes)]),
    new Uint8Array(dumpBytes),
  );
const laidOut = async (sizes: readonly number[], dumpBytes = 0, limits = smallLimits()) =>
  layOut(await contentsOf(sizes, dumpBytes), limits);

describe("layout", () => {
  it("carries everything where everything is small", async () => {
    const { parts, carry } = await laidOut([1], 1);
    expect(parts).toEqual([]);
    expect(carry).toMatchObject({
      number: 1,
      offset: 0,
      firstEntry: 0,
      entries: 2,
      bytes: HEADER + 1 + DUMP_HEADER + 1,
    });
  });

  it("packs whole entries until a part is full", async () => {
    const { parts, carry } = await laidOut([100, 100, 20]);
    expect(parts).toMatchObject([{ kind: "packed", round: 1, firstEntry: 0, entries: 2, bytes: 2 * (HEADER + 100) }]);
    expect(carry).toMatchObject({ number: 2, firstEntry: 2, entries: 2 });
  });

  it("closes a part that has exactly enough, at the target and at the end", async () => {
    expect((await laidOut([256 - HEADER])).parts).toMatchObject([{ kind: "packed", entries: 1, bytes: 256 }]);
    const { parts, carry } = await laidOut([160 - HEADER - DUMP_HEADER]);
    expect(parts).toMatchObject([{ kind: "packed", entries: 2, bytes: 160 }]);
    expect(carry).toMatchObject({ number: 2, offset: 160, bytes: 0, entries: 0 });
  });

  it("fills the head of a big entry with its own first bytes", async () => {
    const { parts } = await laidOut([1000]);
    expect(parts).toMatchObject([
      { kind: "head", round: 2, entries: 0, bytes: 160, ownBytes: 160 - HEADER, bodyParts: 3, bodyBytes: 898 },
      { kind: "body", round: 1, firstEntry: 0, sourceFirst: 102, bytes: 299 },
      { kind: "body", round: 1, sourceFirst: 401, bytes: 299 },
      { kind: "body", round: 1, sourceFirst: 700, bytes: 300 },
    ]);
  });

  it("takes small entries as glue before a big one, and then a smaller one is big enough", async () => {
    const { parts } = await laidOut([150, 300]);
    expect(parts).toMatchObject([
      { kind: "head", entries: 1, ownBytes: 0, bytes: HEADER + 150 + HEADER },
      { kind: "body", sourceFirst: 0, bytes: 300 },
    ]);
    expect((await laidOut([10, 300])).parts).toMatchObject([{ kind: "packed", entries: 2 }]);
  });

  it("needs no second round for the dump, whose CRC-32 is known", async () => {
    const { parts, carry } = await laidOut([], 1000);
    expect(parts).toMatchObject([{ kind: "head", round: 1 }, { kind: "body" }, { kind: "body" }, { kind: "body" }]);
    expect(carry).toMatchObject({ number: 5, entries: 0, bytes: 0, firstEntry: 1 });
  });

  it("ends a part early when it has as many entries as keep a SHA-256, if it is large enough for S3", async () => {
    const { parts } = await laidOut([0, 0, 0, 0, 0]);
    expect(parts).toMatchObject([{ entries: 4, bytes: 4 * HEADER }]);
    const tiny = await laidOut([0, 0, 0, 0, 0], 0, smallLimits({ partBytesMin: 250 }));
    expect(tiny.parts).toMatchObject([{ entries: 5 }]);
  });

  it("refuses more entries in a part than its row can hold", async () => {
    const limits = smallLimits({ entriesPerPartMax: 2, partBytesMin: 250 });
    await expect(laidOut([0, 0, 0], 0, limits)).rejects.toMatchObject({ code: "archive-too-large" });
  });

  it("refuses an inventory that is not the announced one", async () => {
    const { inventory } = await contentsOf([1]);
    const lines = layout(() => decodeInventory(inChunks(inventory)), { entries: 2, bytes: 2 }, smallLimits());
    await expect(Array.fromAsync(lines)).rejects.toMatchObject({ code: "store-conflict" });
  });
});

describe("planParts", () => {
  it("aims at 8 MiB as long as 5 MiB would do", () => {
    const plan = planParts({ entries: 100_000, bytes: 40 * 1024 ** 3 });
    expect(plan).toMatchObject({ targetBytes: 8 * 1024 ** 2, partBytesMin: 5 * 1024 ** 2, areScarce: false });
  });

  it("gives every part its share of a tebibyte", () => {
    const plan = planParts({ entries: 2_000_000, bytes: TiB });
    expect(plan.areScarce).toBe(true);
    expect(plan.partBytesMin * ARCHIVE_LIMITS.partsAim).toBeGreaterThanOrEqual(TiB);
    expect(plan.targetBytes).toBeLessThan(120 * 1024 ** 2);
  });

  it("cuts what no buffer could hold into parts that S3 allows", () => {
    expect(planParts({ entries: 1_000_000, bytes: 20 * TiB }).targetBytes).toBeLessThan(2.5 * 1024 ** 3);
  });

  it("refuses what no upload, or the table, can hold, before any work", () => {
    expect(() => planParts({ entries: 10, bytes: 23 * TiB })).toThrow(
      expect.objectContaining({ code: "archive-too-large" }),
    );
    expect(() => planParts({ entries: 4_000_001, bytes: 1 })).toThrow(
      expect.objectContaining({ code: "archive-too-large" }),
    );
  });
});
