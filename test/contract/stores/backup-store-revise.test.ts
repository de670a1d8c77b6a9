import { describe, expect, it } from "vitest";
import { aBackup, aChange, aDump, aLayout, aNoticedChange } from "../../support/a-backup.ts";
import { atStep, leaseOn, startsOf, takeOver, workAt } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const revised = aDump({ inventoryKey: "inventory-2", inventoryRevision: 1, entries: 2, missing: 1 });
const layoutAgain = (tenantId: string, at: number) =>
  aChange(tenantId, at, [{ ...workAt(tenantId, "layout"), generation: 2 }]);

describe.each(STORE_WORLDS)("revised inventories $name", (world) => {
  const run = casesIn(world);

  for (const step of ["pack", "seal"] as const) {
    it(`send a backup back from ${step} to its layout, under the next generation`, () =>
      run(async (stores, tenantId) => {
        const { backups, clock } = stores;
        const [lease] = await atStep(stores, tenantId, step);

        expect(await backups.revise(lease, revised, layoutAgain(tenantId, clock.now()))).toBe(true);

        const backup = await backups.find(tenantId, "b1");
        expect(backup).toMatchObject({ state: "dumping", generation: 2, dump: revised });
        expect(backup).not.toHaveProperty("layout");
        expect(await stores.leases.renew(lease)).toBe(false);
        const again = await leaseOn(stores, { ...workAt(tenantId, "layout"), generation: 2 });
        const packed = aChange(tenantId, clock.now(), []);
        expect(await backups.completeLayout(again, aLayout({ uploadId: "u2" }), packed)).toBe(true);
        expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "packing", layout: { uploadId: "u2" } });
      }));
  }

  it("are one, however many find a change", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const leases = await atStep(stores, tenantId, "pack");

      const tries = leases.map((lease) => backups.revise(lease, revised, layoutAgain(tenantId, clock.now())));

      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ generation: 2 });
    }));

  it("leave the old generation's ranges without a say", () =>
    run(async (stores, tenantId) => {
      const { backups, parts, clock } = stores;
      const [first, second = first] = await atStep(stores, tenantId, "pack");
      const before = await backups.find(tenantId, "b1");
      await backups.revise(first, revised, layoutAgain(tenantId, clock.now()));

      expect(await backups.completeRange(second, 2, undefined, aChange(tenantId, clock.now()))).toBe(false);
      const row = { number: 1, etag: "e", crc32: 1, entries: [] };
      expect(await parts.put(before ?? aBackup({ tenantId }), row, 0)).toBe(false);
    }));

  it("are refused once the lease is another's, and once the backup has ended", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const newer = await takeOver(stores, lease);

      expect(await backups.revise(lease, revised, layoutAgain(tenantId, clock.now()))).toBe(false);

      await backups.fail(aBackup({ tenantId }), "no-progress", aNoticedChange(tenantId, clock.now()));
      expect(await backups.revise(newer, revised, layoutAgain(tenantId, clock.now()))).toBe(false);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "failed", generation: 1, dump: aDump() });
      for (const work of startsOf(tenantId, "layout")) expect(await stores.leases.acquire(work)).toBeUndefined();
    }));
});
