import { describe, expect, it } from "vitest";
import { encodeInventory, type InventoryLine } from "../../../functions/domain/archive/inventory.ts";
import { decodeInventory, decodeSnapshot } from "../../../functions/domain/archive/inventory-reader.ts";
import { anAttachment, aSnapshot, inChunks } from "../../support/archive-contents.ts";
import { aDump } from "../../support/archive-entries.ts";

const LINES: readonly InventoryLine[] = [
  aSnapshot(),
  anAttachment(9, Buffer.from("nine"), { file: "zwölf\n\u2028.txt" }),
  { kind: "missing", id: 10, file: "x", why: "gone" },
  { kind: "missing", id: 11, file: "y", why: "other-size", recordedBytes: 5, foundBytes: 0 },
  { kind: "missing", id: 12, file: "z", why: "changed" },
  aDump(),
];
const encoded = async () => Buffer.concat(await Array.fromAsync(encodeInventory(LINES)));

describe("the inventory", () => {
  it.each([1, 7, 100_000])("reads back what was written, in chunks of %i bytes", async (chunkBytes) => {
    const placed = await Array.fromAsync(decodeInventory(inChunks(await encoded(), chunkBytes)));
    expect(placed.map(({ line }) => line)).toEqual(LINES);
  });

  it("says where each line stands, so that it can be read from there", async () => {
    const bytes = await encoded();
    const placed = await Array.fromAsync(decodeInventory(inChunks(bytes)));
    for (const [index, { offset }] of placed.entries()) {
      const rest = await Array.fromAsync(decodeInventory(inChunks(bytes.subarray(offset)), offset));
      expect(rest).toEqual(placed.slice(index));
    }
    expect(placed.reduce((sum, line) => sum + line.bytes, 0)).toBe(bytes.length);
  });

  it("finds the snapshot in the first line", async () => {
    expect(await decodeSnapshot(inChunks(await encoded()))).toEqual(aSnapshot());
  });

  it.each(["{", "[]", "null", '{"kind":"other"}', '{"kind":"dump","path":"x"}', '{"kind":"toString"}'])(
    "refuses the line %s",
    async (line) => {
      const bytes = inChunks(Buffer.from(`${line}\n`));
      await expect(Array.fromAsync(decodeInventory(bytes))).rejects.toMatchObject({ code: "store-conflict" });
    },
  );

  it("refuses an inventory without a snapshot", async () => {
    const bytes = await Array.fromAsync(encodeInventory([aDump()]));
    await expect(decodeSnapshot(inChunks(Buffer.concat(bytes)))).rejects.toMatchObject({ code: "store-conflict" });
  });
});
