import { describe, expect, it } from "vitest";
import { dueAtOf, type Schedule } from "../../../functions/domain/schedule/schedule.ts";
import { aBackup, aBackupToken, aChange, aNoticedChange, anAcceptance, PERSON } from "../../support/a-backup.ts";
import { aSchedule } from "../../support/schedule-world.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const next = (seen: Schedule, change: Partial<Schedule> = {}): Schedule => ({
  ...seen,
  revision: seen.revision + 1,
  ...change,
});

const many = <Result>(act: (n: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: 5 }, (_, n) => act(n)));

/** A tenant with a backup token and a schedule that was set just now. */
async function scheduled(stores: Stores, tenantId: string): Promise<Schedule> {
  const { tokens, schedules, clock } = stores;
  await tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, clock.now()));
  const schedule = aSchedule(clock.now(), { tenantId });
  expect(await schedules.set(schedule, undefined, aNoticedChange(tenantId, clock.now()))).toBe("set");
  return schedule;
}

const dueOf = async ({ schedules }: Stores, tenantId: string, before = Number.MAX_SAFE_INTEGER) =>
  (await schedules.due(before, 100)).filter((schedule) => schedule.tenantId === tenantId);

describe.each(STORE_WORLDS)("schedules $name", (world) => {
  const run = casesIn(world);

  it("are set with their fact and notice, one for each tenant, and found with all that they hold", () =>
    run(async (stores, tenantId) => {
      const { schedules, outbox, clock, factIds } = stores;
      expect(await schedules.find(tenantId)).toBeUndefined();
      const first = await scheduled(stores, tenantId);
      expect(await schedules.find(tenantId)).toEqual(first);
      const whole: Schedule = {
        ...next(first),
        scheduleId: "s2",
        triedSince: 1,
        pause: { reason: "token-gone", at: 2 },
        lastRun: { at: 3, backupId: "b1", skipped: "backup-pending" },
        overdueSince: 4,
      };
      const change = aNoticedChange(tenantId, clock.now());
      expect(await schedules.set(whole, first, change)).toBe("set");
      expect(await schedules.find(tenantId)).toEqual(whole);
      expect(await factIds(tenantId)).toContain(change.fact.factId);
      const waiting = await outbox.waiting(clock.now() + 1, 100);
      expect(waiting).toEqual(expect.arrayContaining([...change.events]));
    }));

  it("are not set over what was not seen, nor by a token that is not live", () =>
    run(async (stores, tenantId) => {
      const { schedules, tokens, clock, factIds } = stores;
      const first = await scheduled(stores, tenantId);
      const set = (schedule: Schedule, seen?: Schedule) =>
        schedules.set(schedule, seen, aNoticedChange(tenantId, clock.now()));
      const written = await factIds(tenantId);
      expect(await set(next(first))).toBe("changed");
      expect(await set(next(first), { ...first, revision: 7 })).toBe("changed");
      expect(await set(next(first), { ...first, scheduleId: "s9" })).toBe("changed");
      expect(await set({ ...next(first), tokenId: "t9" }, first)).toBe("token-refused");
      await tokens.revoke(aBackupToken({ tenantId }), aChange(tenantId, clock.now()));
      const seen = (await schedules.find(tenantId)) ?? first;
      expect(await set(next(seen), seen)).toBe("token-refused");
      expect(await factIds(tenantId)).toHaveLength(written.length + 1);
    }));

  it("are set, saved and removed once by many at the same time", () =>
    run(async (stores, tenantId) => {
      const { schedules, clock } = stores;
      const first = await scheduled(stores, tenantId);
      const set = await many((n) =>
        schedules.set(next(first, { scheduleId: `s${n + 2}` }), first, aNoticedChange(tenantId, clock.now())),
      );
      expect(set.filter((outcome) => outcome === "set")).toHaveLength(1);
      const second = (await schedules.find(tenantId)) ?? first;
      const saved = await many((n) => schedules.save(second, next(second, { lookAt: n })));
      expect(saved.filter(Boolean)).toHaveLength(1);
      const third = (await schedules.find(tenantId)) ?? first;
      const told = await many(() => schedules.save(third, next(third), aNoticedChange(tenantId, clock.now())));
      expect(told.filter(Boolean)).toHaveLength(1);
      const fourth = (await schedules.find(tenantId)) ?? first;
      expect((await many(() => schedules.remove(fourth, aChange(tenantId, 1)))).filter(Boolean)).toHaveLength(1);
      expect(await schedules.find(tenantId)).toBeUndefined();
      expect(await schedules.remove(fourth)).toBe(false);
    }));

  it("are due when a backup is, or a look; when their token ends, at once", () =>
    run(async (stores, tenantId) => {
      const { schedules, tokens, clock } = stores;
      const first = await scheduled(stores, tenantId);
      expect(await dueOf(stores, tenantId, dueAtOf(first))).toEqual([]);
      expect(await dueOf(stores, tenantId, dueAtOf(first) + 1)).toEqual([first]);
      const looked = next(first, { lookAt: clock.now() + 5 });
      await schedules.save(first, looked);
      expect(await dueOf(stores, tenantId, clock.now() + 6)).toEqual([looked]);
      const { nextRunAt: _, ...paused } = next(looked, { lookAt: clock.now() + 1_000 });
      await schedules.save(looked, paused);
      expect(await dueOf(stores, tenantId, clock.now() + 1_000)).toEqual([]);

      await tokens.replace(aBackupToken({ tenantId, tokenId: "t2" }), "t1", aChange(tenantId, clock.now()));
      const [hastened] = await dueOf(stores, tenantId, clock.now() + 1);
      expect(hastened).toEqual({ ...paused, revision: paused.revision + 1 });
      // Whoever was about to save it looks again.
      expect(await schedules.save(paused, next(paused))).toBe(false);
    }));

  it("of another token are left alone when one ends", () =>
    run(async (stores, tenantId) => {
      const { schedules, tokens, clock } = stores;
      const first = await scheduled(stores, tenantId);
      const other = aBackupToken({ tenantId, userId: 8, tokenId: "t8" });
      await tokens.replace(other, undefined, aChange(tenantId, clock.now()));
      expect(await tokens.revoke(other, aChange(tenantId, clock.now()))).toBe(true);
      expect(await schedules.find(tenantId)).toEqual(first);
      expect(await tokens.revoke(aBackupToken({ tenantId }), aChange(tenantId, clock.now()))).toBe(true);
      expect(await tokens.revoke(aBackupToken({ tenantId }), aChange(tenantId, clock.now()))).toBe(false);
    }));
});

describe.each(STORE_WORLDS)("a scheduled backup $name", (world) => {
  const run = casesIn(world);
  const requestedBy = { ...PERSON, scheduleId: "s1" };

  it("is accepted once for one due time, by however many at the same time, beside the daily limit", () =>
    run(async (stores, tenantId) => {
      const { schedules, backups, clock, factIds } = stores;
      const first = await scheduled(stores, tenantId);
      const written = await factIds(tenantId);
      const start = (n: number) => {
        const { dailyLimit: _, ...acceptance } = anAcceptance(aBackup({ tenantId, backupId: `b${n}`, requestedBy }), {
          at: clock.now(),
        });
        return schedules.start(first, next(first, { lastRun: { at: n, backupId: `b${n}` } }), acceptance);
      };
      const outcomes = await Promise.all([1, 2, 3, 4, 5].map(start));
      expect(outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(1);
      expect(await start(6)).toEqual({ outcome: "refused", why: "schedule-changed" });
      const { lastRun, revision } = (await schedules.find(tenantId)) ?? first;
      expect(revision).toBe(2);
      const accepted = await backups.find(tenantId, lastRun?.backupId ?? "");
      expect(accepted).toMatchObject({ state: "queued", requestedBy });
      expect(await factIds(tenantId)).toHaveLength(written.length + 1);
      // The day's limit of one is untouched by it.
      await stores.history.cancel(accepted ?? aBackup({ tenantId }), aChange(tenantId, clock.now()));
      const byHand = anAcceptance(aBackup({ tenantId, backupId: "b9" }), { at: clock.now(), dailyLimit: 1 });
      expect(await backups.accept(byHand)).toEqual({ outcome: "accepted" });
    }));

  it("is refused, and the schedule left as it is, while the slot is taken or without its token", () =>
    run(async (stores, tenantId) => {
      const { schedules, backups, tokens, clock } = stores;
      const first = await scheduled(stores, tenantId);
      await backups.accept(anAcceptance(aBackup({ tenantId, backupId: "b9" }), { at: clock.now() }));
      const start = (seen: Schedule) =>
        schedules.start(seen, next(seen), anAcceptance(aBackup({ tenantId, backupId: "b1" }), { at: clock.now() }));
      expect(await start(first)).toEqual({ outcome: "refused", why: "backup-pending" });
      expect(await schedules.find(tenantId)).toEqual(first);
      await tokens.revoke(aBackupToken({ tenantId }), aChange(tenantId, clock.now()));
      const seen = (await schedules.find(tenantId)) ?? first;
      expect(await start(first)).toEqual({ outcome: "refused", why: "schedule-changed" });
      expect(await start(seen)).toEqual({ outcome: "refused", why: "backup-token-refused" });
      expect(await backups.find(tenantId, "b1")).toBeUndefined();
    }));
});
