import { describe, expect, it } from "vitest";
import { OVERDUE_MESSAGE } from "../../../functions/domain/schedule/keep-promise.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { HOUR_MS, MINUTE_MS, scheduleWorld } from "../../support/schedule-world.ts";

const off = aTenant({ settings: { ...DEFAULT_SETTINGS, backupEnabled: false } });

describe("no backup for longer than the schedule promises", () => {
  it("is told once, and over with the next good one", async () => {
    const { keepUntil, end, notices, facts, schedule, log } = scheduleWorld();
    const failing = { state: "failed", failure: "dump-failed" } as const;
    for (const day of [1, 2, 3]) {
      await keepUntil(`2026-02-0${day}T01:30Z`);
      end(failing);
    }
    await keepUntil("2026-02-03T12:00Z");
    const since = Date.parse("2026-02-01T01:30Z");
    expect(log.lines.filter((line) => line.includes(OVERDUE_MESSAGE))).toHaveLength(1);
    expect(notices("backup-overdue")).toMatchObject([{ since, about: { login: "ada" } }]);
    expect(notices("backup-overdue")[0]).toMatchObject({ at: since + 6 * HOUR_MS });
    expect(facts("schedule.overdue")).toHaveLength(1);
    expect(schedule()).toMatchObject({ overdueSince: since });

    await keepUntil("2026-02-04T01:30Z");
    end();
    await keepUntil("2026-02-04T03:00Z");
    expect(schedule()).not.toHaveProperty("overdueSince");
    expect(notices("backup-overdue")).toHaveLength(1);

    await keepUntil("2026-02-05T01:30Z");
    end(failing);
    await keepUntil("2026-02-05T12:00Z");
    expect(notices("backup-overdue")).toMatchObject([{}, { since: Date.parse("2026-02-05T01:30Z") }]);
  });

  it("is told where backups are switched off, or the schedule is paused", async () => {
    const switchedOff = scheduleWorld();
    switchedOff.world.tenants.set("acme", off);
    await switchedOff.keepUntil("2026-02-03T12:00Z");
    expect(switchedOff.notices("backup-overdue")).toHaveLength(1);

    const paused = scheduleWorld();
    paused.world.tokens.clear();
    await paused.keepUntil("2026-02-03T12:00Z");
    expect(paused.notices("backup-overdue")).toHaveLength(1);
    expect(paused.notices("schedule-paused")).toHaveLength(1);
    // That is the tenant's own affair: it wakes nobody at the operator's.
    expect(paused.log.lines.join()).not.toContain(OVERDUE_MESSAGE);
  });

  it("is not told while one is being made, however long that takes", async () => {
    const { keepUntil, end, notices } = scheduleWorld();
    await keepUntil("2026-02-01T23:00Z");
    expect(notices("backup-overdue")).toEqual([]);
    end({ requestedAt: Date.parse("2026-02-01T01:30Z") });
    await keepUntil("2026-02-01T23:59Z");
    expect(notices("backup-overdue")).toEqual([]);
  });

  it("is not told where somebody made one by hand, unless that lacks the attachments that were promised", async () => {
    for (const [wantsAttachments, told] of [
      [true, 0],
      [false, 1],
    ] as const) {
      const { world, keepUntil, put, notices } = scheduleWorld();
      world.slots.set("acme", "other");
      await keepUntil("2026-02-01T04:00Z");
      put({ state: "ready", wantsAttachments });
      await keepUntil("2026-02-01T12:00Z");
      expect(notices("backup-overdue")).toHaveLength(told);
    }
  });

  it("is not told by a schedule that was set a moment ago", async () => {
    const { keepUntil, end, notices, clock } = scheduleWorld({ cron: "0 * * * *" });
    const from = clock.now();
    for (let hour = 1; hour < 30; hour += 1) {
      await keepUntil(new Date(from + hour * HOUR_MS + 2 * MINUTE_MS).toISOString());
      end();
    }
    expect(notices("backup-overdue")).toEqual([]);
  });
});
