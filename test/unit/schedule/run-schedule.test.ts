import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aBackupToken, aChange, PERSON } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { DAY_MS, HOUR_MS, scheduleWorld } from "../../support/schedule-world.ts";

const off = aTenant({ settings: { ...DEFAULT_SETTINGS, backupEnabled: false } });

describe("a schedule that is due", () => {
  it("starts a backup of its holder's, by its token, that no key may pull, beside the daily limit", async () => {
    const { keepUntil, backups, world, facts, schedule } = scheduleWorld();
    await keepUntil("2026-02-01T01:29:59Z");
    expect(backups()).toEqual([]);
    await keepUntil("2026-02-01T01:30Z");
    expect(backups()).toMatchObject([
      { state: "queued", requestedBy: { ...PERSON, scheduleId: "s1" }, wantsAttachments: true },
    ]);
    expect(backups()[0]?.requestedBy).not.toHaveProperty("apiKeyId");
    expect(world.slots.get("acme")).toBe(backups()[0]?.backupId);
    expect(world.days.size).toBe(0);
    expect([...world.steps.values()]).toMatchObject([{ work: { step: "dump" } }]);
    expect(facts("backup.requested")).toMatchObject([
      {
        actor: { kind: "system" },
        details: { by: "schedule", holder: "ada", attachments: true, dueAt: "2026-02-01T01:30:00.000Z" },
      },
    ]);
    expect(schedule()).toMatchObject({ nextRunAt: Date.parse("2026-02-02T01:30Z"), lastRun: expect.anything() });
  });

  it("starts one backup each night, over both changes of the clock too", async () => {
    for (const [from, expected] of [
      ["2026-03-27T12:00Z", ["2026-03-28T01:30", "2026-03-29T01:00", "2026-03-30T00:30"]],
      ["2026-10-23T12:00Z", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]],
    ] as const) {
      const { clock, keep, keepUntil, end, startedAt, world } = scheduleWorld();
      clock.advance(Date.parse(from) - clock.now());
      // Whatever was missed before is made up for by one.
      await keep();
      end();
      world.backups.clear();
      for (let hour = 1; hour <= 66; hour += 1) {
        await keepUntil(new Date(Date.parse(from) + hour * HOUR_MS).toISOString());
        end();
      }
      expect(startedAt()).toEqual(expected);
    }
  });

  it("makes up for all that was missed by one backup", async () => {
    const { clock, keep, backups, end, keepUntil, startedAt } = scheduleWorld();
    clock.advance(10 * DAY_MS);
    await keep();
    await keep();
    expect(backups()).toHaveLength(1);
    end();
    await keepUntil("2026-02-11T01:30Z");
    expect(startedAt()).toEqual(["2026-02-10T12:00", "2026-02-11T01:30"]);
  });

  it("starts once, however many keepers see to it at the same time", async () => {
    const { clock, keep, backups, facts } = scheduleWorld();
    clock.advance(DAY_MS);
    await Promise.all(Array.from({ length: 20 }, keep));
    expect(backups()).toHaveLength(1);
    expect(facts("backup.requested")).toHaveLength(1);
    expect(facts("schedule.skipped")).toEqual([]);
  });

  it("tries again while another backup is being made, and starts when that has ended", async () => {
    const { world, keepUntil, startedAt, schedule } = scheduleWorld();
    world.slots.set("acme", "other");
    await keepUntil("2026-02-01T01:45Z");
    expect(schedule()).toMatchObject({ triedSince: Date.parse("2026-02-01T01:30Z") });
    expect(startedAt()).toEqual([]);
    world.slots.clear();
    await keepUntil("2026-02-01T01:46Z");
    expect(startedAt()).toEqual(["2026-02-01T01:46"]);
    expect(schedule()).not.toHaveProperty("triedSince");
  });

  it("is left out after an hour in vain, with its reason, and comes again at its next time", async () => {
    const { world, keepUntil, facts, schedule, startedAt, end } = scheduleWorld();
    world.slots.set("acme", "other");
    await keepUntil("2026-02-01T03:00Z");
    expect(facts("schedule.skipped")).toMatchObject([
      { details: { reason: "backup-pending", dueAt: "2026-02-01T01:30:00.000Z" } },
    ]);
    expect(schedule()).toMatchObject({
      lastRun: { skipped: "backup-pending" },
      nextRunAt: Date.parse("2026-02-02T01:30Z"),
    });
    end();
    await keepUntil("2026-02-02T01:30Z");
    expect(startedAt()).toEqual(["2026-02-02T01:30"]);
  });

  it("starts nothing while backups are switched off", async () => {
    const { world, keepUntil, facts, backups } = scheduleWorld();
    world.tenants.set("acme", off);
    await keepUntil("2026-02-01T03:00Z");
    expect(backups()).toEqual([]);
    expect(facts("schedule.skipped")).toMatchObject([{ details: { reason: "backups-disabled" } }]);
  });

  it("is gone with its tenant", async () => {
    const { world, keepUntil, schedule, backups } = scheduleWorld();
    world.tenants.delete("acme");
    await keepUntil("2026-02-01T01:31Z");
    expect(schedule()).toBeUndefined();
    expect(backups()).toEqual([]);
  });
});

describe("a schedule is paused, and administrators are told once,", () => {
  it("within a minute after its token was revoked", async () => {
    const { tokens, clock, keep, keepUntil, schedule, notices, facts, backups } = scheduleWorld();
    expect(await tokens.revoke(aBackupToken({ tenantId: "acme" }), aChange("acme", clock.now()))).toBe(true);
    await keep();
    expect(schedule()).toMatchObject({ pause: { reason: "token-gone", at: clock.now() } });
    expect(schedule()).not.toHaveProperty("nextRunAt");
    await keepUntil("2026-02-03T12:00Z");
    expect(notices("schedule-paused")).toMatchObject([{ about: { login: "ada" }, reason: "token-gone" }]);
    expect(facts("schedule.paused")).toHaveLength(1);
    expect(backups()).toEqual([]);
  });

  it("within a minute after its token was replaced", async () => {
    const { tokens, clock, keep, schedule } = scheduleWorld();
    await tokens.replace(aBackupToken({ tenantId: "acme", tokenId: "t2" }), "t1", aChange("acme", clock.now()));
    await keep();
    expect(schedule()).toMatchObject({ pause: { reason: "token-gone" } });
  });

  it("and is left in peace when its token goes while it is paused already", async () => {
    const { tokens, clock, keep, world, schedule, notices, schedules } = scheduleWorld({
      pause: { reason: "permission-withdrawn", at: 1 },
    });
    await tokens.revoke(aBackupToken({ tenantId: "acme" }), aChange("acme", clock.now()));
    expect(await schedules.due(clock.now() + 1, 10)).toHaveLength(1);
    await keep();
    expect(await schedules.due(clock.now() + 1, 10)).toEqual([]);
    expect(world.schedules.get("acme")?.dueAt).toBeGreaterThan(clock.now());
    expect(schedule()).toMatchObject({ pause: { reason: "permission-withdrawn" } });
    expect(notices("schedule-paused")).toEqual([]);
  });

  it("when its token goes in the very moment it is due", async () => {
    const { schedules, world, keepUntil, schedule, backups, notices } = scheduleWorld();
    const { start } = schedules;
    schedules.start = async (...due) => {
      world.tokens.clear();
      return start(...due);
    };
    await keepUntil("2026-02-01T01:31Z");
    expect(backups()).toEqual([]);
    expect(schedule()).toMatchObject({ pause: { reason: "token-gone" } });
    expect(notices("schedule-paused")).toHaveLength(1);
  });

  it("when a backup of it has failed because its holder may make none any more", async () => {
    const { keepUntil, end, schedule, notices, startedAt } = scheduleWorld();
    await keepUntil("2026-02-01T01:30Z");
    end({ state: "failed", failure: "permission-withdrawn" });
    await keepUntil("2026-02-01T01:36Z");
    expect(schedule()).toMatchObject({ pause: { reason: "permission-withdrawn" } });
    await keepUntil("2026-02-05T12:00Z");
    expect(notices("schedule-paused")).toHaveLength(1);
    expect(startedAt()).toHaveLength(1);
  });

  it("and not when one has failed for another reason", async () => {
    const { keepUntil, end, schedule, notices, startedAt } = scheduleWorld();
    await keepUntil("2026-02-01T01:30Z");
    end({ state: "failed", failure: "dump-failed" });
    await keepUntil("2026-02-02T01:30Z");
    expect(schedule()).not.toHaveProperty("pause");
    expect(notices("schedule-paused")).toEqual([]);
    expect(startedAt()).toHaveLength(2);
  });
});
