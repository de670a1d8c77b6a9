import { array, assert, boolean, constantFrom, integer, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Backup, BackupState } from "../../../functions/domain/backup/backup.ts";
import { type KeptAs, retained } from "../../../functions/domain/retention/retained.ts";
import {
  covers,
  RETENTION_BOUNDS,
  type Retention,
  type RetentionPolicy,
  retentionAt,
  SHORTER_WAITS_MS,
  wishedRetention,
} from "../../../functions/domain/retention/retention-policy.ts";
import { aBackup, aDump, anArchive } from "../../support/a-backup.ts";

const DAY_MS = 24 * 3_600_000;
const NOW = Date.UTC(2026, 2, 29, 3);
const STATES: readonly BackupState[] = ["ready", "ready", "ready", "ready", "failed", "packing", "deleted"];

const backupArbitrary = record({
  hoursAgo: integer({ min: 0, max: 20_000 }),
  state: constantFrom(...STATES),
  isPinned: boolean(),
  missing: constantFrom(0, 0, 3),
  isWhole: boolean(),
});

const backupsArbitrary = array(backupArbitrary, { maxLength: 120 }).map((seeds) =>
  seeds.map(({ hoursAgo, state, isPinned, missing, isWhole }, n): Backup => {
    const requestedAt = NOW - hoursAgo * 3_600_000;
    return aBackup({
      tenantId: "acme",
      backupId: `b${n}`,
      state,
      requestedAt,
      isPinned: isPinned && n % 10 === 0,
      dump: aDump(isWhole ? {} : { attachmentsLeftOut: "not-asked" }),
      archive: anArchive({ missing, keptUntil: requestedAt + 7 * DAY_MS }),
    });
  }),
);

const count = (name: keyof RetentionPolicy) =>
  integer({ min: RETENTION_BOUNDS[name].least, max: Math.min(30, RETENTION_BOUNDS[name].most) });
const policyArbitrary = record({ daily: count("daily"), weekly: count("weekly"), monthly: count("monthly") });

const keptOf = (backups: readonly Backup[], policy: RetentionPolicy, now = NOW): readonly Backup[] => {
  const reasons = retained(backups, policy, now);
  return backups.filter(({ backupId }) => (reasons.get(backupId)?.length ?? 0) > 0);
};
const idsOf = (backups: readonly Backup[]): readonly string[] => backups.map(({ backupId }) => backupId).sort();
const isReady = ({ state }: Backup): boolean => state === "ready";
const latest = (backups: readonly Backup[]): number => Math.max(...backups.map(({ requestedAt }) => requestedAt));

describe("what retention keeps", () => {
  it("has the newest backup, the newest that misses nothing, and that for backups without attachments too", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, (backups, policy) => {
        const kept = keptOf(backups, policy);
        for (const leftOut of [undefined, "not-asked"]) {
          const kind = backups.filter((backup) => isReady(backup) && backup.dump?.attachmentsLeftOut === leftOut);
          for (const some of [kind, kind.filter(({ archive }) => archive?.missing === 0)]) {
            if (some.length === 0) continue;
            expect(kept.some((backup) => some.includes(backup) && backup.requestedAt === latest(some))).toBe(true);
          }
        }
      }),
    );
  });

  it("has every backup that is pinned or locked, and judges none that is not ready", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, (backups, policy) => {
        const reasons = retained(backups, policy, NOW);
        const keptAs = (reason: KeptAs) => [...reasons].flatMap(([id, why]) => (why.includes(reason) ? id : [])).sort();
        const ready = backups.filter(isReady);
        expect([...reasons.keys()].sort()).toEqual(idsOf(ready));
        expect(keptAs("pinned")).toEqual(idsOf(ready.filter(({ isPinned }) => isPinned)));
        expect(keptAs("locked")).toEqual(idsOf(ready.filter(({ archive }) => (archive?.keptUntil ?? 0) > NOW)));
      }),
    );
  });

  it("is all that a shorter retention keeps, and perhaps more", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, policyArbitrary, (backups, one, other) => {
        const longer = {
          daily: Math.max(one.daily, other.daily),
          weekly: Math.max(one.weekly, other.weekly),
          monthly: Math.max(one.monthly, other.monthly),
        };
        expect(keptOf(backups, longer)).toEqual(expect.arrayContaining([...keptOf(backups, one)]));
      }),
    );
  });

  it("stays all of it when the rest is gone", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, (backups, policy) => {
        const kept = keptOf(backups, policy);
        expect(keptOf(kept, policy)).toEqual(kept);
      }),
    );
  });

  it("is not more than the generations that were asked for, once no lock or pin keeps anything", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, (backups, policy) => {
        const unpinned = backups.map((backup) => ({ ...backup, isPinned: false }));
        const { daily, weekly, monthly } = policy;
        const most = 2 * (daily + weekly + monthly + 2);
        expect(keptOf(unpinned, policy, NOW + 8 * DAY_MS).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  it("depends on newer backups alone, so that the newest page can be judged by itself", () => {
    assert(
      property(backupsArbitrary, policyArbitrary, nat({ max: 120 }), (backups, policy, length) => {
        const newestFirst = backups
          .filter(isReady)
          .toSorted((a, b) => b.requestedAt - a.requestedAt || (a.backupId < b.backupId ? 1 : -1));
        const page = newestFirst.slice(0, length);
        const all = retained(backups, policy, NOW);
        for (const [backupId, reasons] of retained(page, policy, NOW)) expect(all.get(backupId)).toEqual(reasons);
      }),
    );
  });
});

describe("a retention that people set", () => {
  it("never keeps less than it did within seven days of the wish that made it shorter", () => {
    const wishes = array(record({ policy: policyArbitrary, afterMs: nat({ max: 3 * DAY_MS }) }), {
      maxLength: 12,
    });
    assert(
      property(policyArbitrary, wishes, (start, steps) => {
        let now = NOW;
        let retention = wishedRetention(start, start, now);
        const wished: Wished[] = [{ at: now, policy: start }];
        for (const { policy, afterMs } of steps) {
          now += afterMs;
          const before = retentionAt(retention, now);
          retention = wishedRetention(retention, policy, now);
          wished.push({ at: now, policy });
          // A wish takes nothing away at once.
          expect(covers(retention, before)).toBe(true);
          expect(covers(retention, policy)).toBe(true);
          expect(waitsLongEnough(retention, wished, now)).toBe(true);
        }
      }),
    );
  });
});

/** What is pending is the last wish, and its date a week after a wish that took as much away. */
function waitsLongEnough({ pending }: Retention, wished: readonly Wished[], now: number): boolean {
  const last = wished.at(-1)?.policy;
  if (!pending || !last) return pending === undefined;
  if (!covers(last, pending) || !covers(pending, last)) return false;
  const announced = wished.filter(({ at }) => at + SHORTER_WAITS_MS === pending.actsAt);
  return pending.actsAt > now && announced.some(({ policy }) => covers(last, policy));
}

interface Wished {
  readonly at: number;
  readonly policy: RetentionPolicy;
}
