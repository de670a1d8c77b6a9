import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import type { PartRow } from "../../../functions/domain/backup/part-rows.ts";
import { aBackup, aNoticedChange } from "../../support/a-backup.ts";
import { atStep } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const aPart = (number: number, part: Partial<PartRow> = {}): PartRow => ({
  number,
  etag: `"${number}"`,
  crc32: 0xff_ff_ff_ff - number,
  entries: [],
  ...part,
});

async function aPacking(stores: Stores, tenantId: string): Promise<Backup> {
  await atStep(stores, tenantId, "pack");
  return aBackup({ tenantId, state: "packing", generation: 1 });
}

async function listed({ parts }: Stores, backup: Backup, first: number, last: number): Promise<PartRow[]> {
  const rows: PartRow[] = [];
  for await (const row of parts.list(backup, first, last)) rows.push(row);
  return rows;
}

const put = ({ parts }: Stores, backup: Backup, row: PartRow, begun = row.entries.length): Promise<boolean> =>
  parts.put(backup, row, begun);

describe.each(STORE_WORLDS)("part rows $name", (world) => {
  const run = casesIn(world);

  it("come back in order of number, within the range", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      for (const number of [10, 2, 9_999, 1, 3]) expect(await put(stores, backup, aPart(number))).toBe(true);

      const rows = await listed(stores, backup, 2, 9_999);

      expect(rows).toEqual([2, 3, 10, 9_999].map((number) => aPart(number)));
      expect(await listed(stores, backup, 4, 9)).toEqual([]);
      expect(await listed(stores, backup, 1, 0)).toEqual([]);
    }));

  it("keep the sums of their entries", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      const entries = [
        { crc32: 0, sha256: new Uint8Array(32).fill(7), isDigestDifferent: false },
        { crc32: 0xff_ff_ff_ff, isDigestDifferent: true },
      ];

      await put(stores, backup, aPart(1, { entries }));

      expect(await listed(stores, backup, 1, 1)).toEqual([aPart(1, { entries })]);
    }));

  it("hold as many entries as the layout puts into a part", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      const tiny = Array.from({ length: 100_000 }, (_, index) => ({ crc32: index, isDigestDifferent: false }));

      expect(await put(stores, backup, aPart(1, { entries: tiny }))).toBe(true);

      const [row] = await listed(stores, backup, 1, 1);
      expect(row?.entries).toHaveLength(100_000);
      expect(row?.entries.at(-1)).toEqual({ crc32: 99_999, isDigestDifferent: false });
    }));

  it("are replaced by a part that is built again", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      await put(stores, backup, aPart(1, { etag: '"old"' }));

      expect(await put(stores, backup, aPart(1, { etag: '"new"' }))).toBe(true);

      expect(await listed(stores, backup, 1, 1)).toEqual([aPart(1, { etag: '"new"' })]);
    }));

  it("are counted with their entries, each once however often it is built", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      const entries = [1, 2, 3].map((crc32) => ({ crc32, isDigestDifferent: false }));
      await put(stores, backup, aPart(1, { entries }));
      await Promise.all([1, 2, 3, 2].map((number) => put(stores, backup, aPart(number))));
      await put(stores, backup, aPart(4), 40);

      const { layout } = (await stores.backups.find(tenantId, "b1")) ?? {};
      expect(layout).toMatchObject({ parts: 4, partsDone: 4, entriesDone: 43 });
    }));

  it("are refused for another generation", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      const other = { ...backup, generation: 2 };

      expect(await put(stores, other, aPart(1))).toBe(false);

      expect(await listed(stores, other, 1, 9)).toEqual([]);
      expect(await listed(stores, backup, 1, 9)).toEqual([]);
    }));

  it("are refused once the backup has ended, or was never there", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      await stores.backups.fail(backup, "no-progress", aNoticedChange(tenantId, stores.clock.now()));

      expect(await put(stores, backup, aPart(1))).toBe(false);
      expect(await put(stores, { ...backup, backupId: "b9" }, aPart(1))).toBe(false);
      expect(await listed(stores, backup, 1, 9)).toEqual([]);
    }));

  it("are listed whole when there are more than one answer holds", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);
      const entries = Array.from({ length: 20_000 }, (_, index) => ({ crc32: index, isDigestDifferent: false }));
      for (let number = 1; number <= 20; number += 1) await put(stores, backup, aPart(number, { entries }));

      const rows = await listed(stores, backup, 1, 20);

      expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    }));

  it("keep the first signature, by generation", () =>
    run(async (stores, tenantId) => {
      const backup = await aPacking(stores, tenantId);

      const kept = await Promise.all(["a", "b", "c"].map((signature) => stores.parts.keepSignature(backup, signature)));

      expect(new Set(kept).size).toBe(1);
      expect(await stores.parts.keepSignature(backup, "d")).toBe(kept[0]);
      expect(await stores.parts.keepSignature({ ...backup, generation: 2 }, "e")).toBe("e");
    }));
});
