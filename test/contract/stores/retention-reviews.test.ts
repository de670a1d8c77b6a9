import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import type { Tenant } from "../../../functions/domain/tenant/tenant.ts";
import { aBackup, aChange, aFact, aNoticedChange, anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { atStep } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const DAY_MS = 24 * 3_600_000;

/** A tenant whose backup `b1` was published just now. */
async function published(stores: Stores, tenantId: string, keptUntil = 0): Promise<[Tenant, Backup]> {
  const tenant = aTenant({ tenantId, domainName: `${tenantId}.example` });
  await stores.tenants.register(tenant, aFact({ tenantId }));
  const [lease] = await atStep(stores, tenantId, "seal");
  const archive = anArchive({ keptUntil });
  expect(await stores.backups.publish(lease, archive, aNoticedChange(tenantId, stores.clock.now()))).toBe(true);
  return [tenant, aBackup({ tenantId, archive })];
}

const dueOf = async ({ reviews }: Stores, tenantId: string, before = Number.MAX_SAFE_INTEGER) =>
  (await reviews.due(before, 100)).filter((review) => review.tenantId === tenantId);

describe.each(STORE_WORLDS)("reviews of a tenant's retention $name", (world) => {
  const run = casesIn(world);

  it("are due from the first backup on, and stay planned as they are when there is another", () =>
    run(async (stores, tenantId) => {
      const { reviews, clock } = stores;
      expect(await dueOf(stores, tenantId)).toEqual([]);
      await published(stores, tenantId);
      const at = clock.now();
      expect(await dueOf(stores, tenantId, at)).toEqual([]);
      const [review] = await dueOf(stores, tenantId, at + 1);
      expect(review).toEqual({ tenantId, dueAt: at });
      if (!review) return;

      await reviews.postpone(review, at + DAY_MS);
      await reviews.postpone(review, at + 5);
      await reviews.end(review);
      expect(await dueOf(stores, tenantId)).toEqual([{ tenantId, dueAt: at + DAY_MS }]);
      await reviews.end({ tenantId, dueAt: at + DAY_MS });
      expect(await dueOf(stores, tenantId)).toEqual([]);
    }));

  it("remove what is ready, once, and have its bytes removed when lock and grace are over", () =>
    run(async (stores, tenantId) => {
      const { backups, reviews, removals, clock, factIds } = stores;
      const keptUntil = clock.now() + 3 * DAY_MS;
      const [tenant, backup] = await published(stores, tenantId, keptUntil);
      const change = aChange(tenantId, clock.now());
      const remove = () => reviews.remove(backup, tenant, { ...change, fact: aFact({ tenantId }) });
      expect((await Promise.all([remove(), remove(), remove()])).filter(Boolean)).toHaveLength(1);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "deleted" });
      const waiting = await removals.due(Number.MAX_SAFE_INTEGER, 100);
      expect(waiting.filter((removal) => removal.tenantId === tenantId)).toMatchObject([{ dueAt: keptUntil }]);
      const written = await factIds(tenantId);
      expect(await reviews.remove(backup, tenant, change)).toBe(false);
      expect(await factIds(tenantId)).toHaveLength(written.length);
    }));

  it("leave a day for the bytes of what has no lock any more", () =>
    run(async (stores, tenantId) => {
      const { reviews, removals, clock } = stores;
      const [tenant, backup] = await published(stores, tenantId);
      expect(await reviews.remove(backup, tenant, aChange(tenantId, clock.now()))).toBe(true);
      const waiting = await removals.due(Number.MAX_SAFE_INTEGER, 100);
      expect(waiting.filter((removal) => removal.tenantId === tenantId)).toMatchObject([
        { dueAt: clock.now() + DAY_MS },
      ]);
    }));

  it("remove nothing that is pinned, until it is pinned no more", () =>
    run(async (stores, tenantId) => {
      const { backups, history, reviews, clock } = stores;
      const [tenant, backup] = await published(stores, tenantId);
      const pin = (isPinned: boolean) => history.annotate(backup, { isPinned }, aChange(tenantId, clock.now()));
      await pin(true);
      expect(await reviews.remove(backup, tenant, aChange(tenantId, clock.now()))).toBe(false);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "ready", isPinned: true });
      await pin(false);
      expect(await reviews.remove(backup, tenant, aChange(tenantId, clock.now()))).toBe(true);
    }));

  it("remove nothing that is handed out, until that is over", () =>
    run(async (stores, tenantId) => {
      const { handOuts, reviews, clock } = stores;
      const [tenant, backup] = await published(stores, tenantId);
      const endsAt = clock.now() + 10;
      const handOut = { tenantId, backupId: "b1", by: "olga", ticketNumber: "1", openedAt: clock.now(), endsAt };
      await handOuts.open(handOut, aChange(tenantId, clock.now()));
      expect(await reviews.isWanted(backup, endsAt - 1)).toBe(true);
      expect(await reviews.remove(backup, tenant, aChange(tenantId, endsAt - 1))).toBe(false);
      expect(await reviews.isWanted(backup, endsAt)).toBe(false);
      expect(await reviews.remove(backup, tenant, aChange(tenantId, endsAt))).toBe(true);
    }));

  it("see downloads that are to open later, of that backup alone", () =>
    run(async (stores, tenantId) => {
      const { openings, reviews, clock } = stores;
      const [, backup] = await published(stores, tenantId);
      expect(await reviews.isWanted(backup, clock.now())).toBe(false);
      const times = { askedAt: clock.now(), opensAt: clock.now() + 5, endsAt: clock.now() + 10 };
      const opening = { tenantId, backupId: "b1", userId: 3, login: "cyd", versionId: "v1", ...times };
      await openings.ask(opening, aChange(tenantId, clock.now()));
      expect(await reviews.isWanted(backup, clock.now() + 9)).toBe(true);
      expect(await reviews.isWanted({ ...backup, backupId: "b2" }, clock.now())).toBe(false);
      expect(await reviews.isWanted(backup, clock.now() + 10)).toBe(false);
    }));

  it("remove nothing by a retention that is not the tenant's any more, nor of a tenant that is gone", () =>
    run(async (stores, tenantId) => {
      const { reviews, settings, tenants, clock } = stores;
      const [tenant, backup] = await published(stores, tenantId);
      const remove = (seen: Tenant) => reviews.remove(backup, seen, aChange(tenantId, clock.now()));
      const longer = { daily: 90, weekly: 4, monthly: 12 };
      await settings.change(tenant, { backupRetention: longer }, aNoticedChange(tenantId, 1));
      expect(await remove(tenant)).toBe(false);
      const seen = { ...tenant, settings: { ...tenant.settings, backupRetention: longer } };
      expect(await remove({ ...seen, settings: { ...seen.settings, backupRetention: { ...longer, daily: 1 } } })).toBe(
        false,
      );
      await tenants.remove(tenant, aFact({ tenantId }));
      expect(await remove(seen)).toBe(false);
    }));
});
