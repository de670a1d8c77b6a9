import { describe, expect, it } from "vitest";
import { aBackup, aChange, aNoticedChange, anAcceptance, anArchive } from "../../support/a-backup.ts";
import { atStep } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("backups that end $name", (world) => {
  const run = casesIn(world);

  it("publish once, and free the slot with it", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const tries = ["v1", "v2", "v3"].map((versionId) =>
        backups.publish(lease, anArchive({ versionId }), aNoticedChange(tenantId, clock.now())),
      );

      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);

      const next = anAcceptance(aBackup({ tenantId, backupId: "b2" }), { at: clock.now() });
      expect(await backups.accept(next)).toEqual({ outcome: "accepted" });
    }));

  it("fail once, with the reason, and free the slot with it", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      await atStep(stores, tenantId, "pack");
      const fails = [1, 2, 3].map(() =>
        backups.fail(aBackup({ tenantId }), "source-changed", aNoticedChange(tenantId, clock.now())),
      );

      expect((await Promise.all(fails)).filter(Boolean)).toHaveLength(1);

      const failed = { state: "failed", failure: "source-changed", endedAt: clock.now() };
      expect(await backups.find(tenantId, "b1")).toMatchObject(failed);
      const next = anAcceptance(aBackup({ tenantId, backupId: "b2" }), { at: clock.now() });
      expect(await backups.accept(next)).toEqual({ outcome: "accepted" });
    }));

  it("leave no step behind when they fail", () =>
    run(async (stores, tenantId) => {
      const { backups, leases, clock } = stores;
      const held = await atStep(stores, tenantId, "pack");

      await backups.fail(aBackup({ tenantId }), "no-progress", aNoticedChange(tenantId, clock.now()));

      for (const lease of held) expect(await leases.renew(lease)).toBe(false);
      clock.advance(3_600_000);
      const stalled = await leases.stalled(clock.now(), 100);
      expect(stalled.filter(({ work }) => work.tenantId === tenantId)).toEqual([]);
    }));

  it("do not fail a backup that is ready, nor another's slot", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      await backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now()));
      await backups.accept(anAcceptance(aBackup({ tenantId, backupId: "b2" }), { at: clock.now() }));

      expect(await backups.fail(aBackup({ tenantId }), "internal", aChange(tenantId, clock.now()))).toBe(false);

      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "ready" });
      const third = anAcceptance(aBackup({ tenantId, backupId: "b3" }), { at: clock.now() });
      expect(await backups.accept(third)).toMatchObject({ why: "backup-pending" });
    }));

  it("end in one state when publishing and failing meet", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");

      const [isPublished, isFailed] = await Promise.all([
        backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now())),
        backups.fail(aBackup({ tenantId }), "no-progress", aNoticedChange(tenantId, clock.now())),
      ]);

      expect([isPublished, isFailed].filter(Boolean)).toHaveLength(1);
      const { state } = (await backups.find(tenantId, "b1")) ?? {};
      expect(state).toBe(isPublished ? "ready" : "failed");
    }));
});
