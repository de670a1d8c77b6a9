import { describe, expect, it } from "vitest";
import type { StreakSubject } from "../../../functions/domain/session/failure-streaks.ts";
import { aChange } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const ofUser = (tenantId: string, way: StreakSubject["way"] = "sign-in") => ({
  tenantId,
  userId: 7,
  login: "ada",
  way,
});
const DAY_MS = 24 * 3_600_000;

async function countTo({ streaks }: Stores, subject: StreakSubject, failures: number): Promise<void> {
  for (let each = 0; each < failures; each += 1) await streaks.count(subject, 100);
}

describe.each(STORE_WORLDS)("streaks of failures $name", (world) => {
  const run = casesIn(world);

  it("let exactly as many of 50 at once through as there may be, whatever time passes", () =>
    run(async ({ streaks, clock }, tenantId) => {
      const at = await Promise.all(Array.from({ length: 50 }, () => streaks.count(ofUser(tenantId), 10)));
      expect(at.filter(Boolean)).toHaveLength(10);
      clock.advance(400 * DAY_MS);

      expect(await streaks.count(ofUser(tenantId), 10)).toBe(false);
      expect(await streaks.count(ofUser(tenantId, "step-up"), 10)).toBe(true);
      expect(await streaks.count({ tenantId, way: "name-x" }, 10)).toBe(true);
    }));

  it("begin anew after a success", () =>
    run(async (stores, tenantId) => {
      await countTo(stores, ofUser(tenantId), 99);
      await stores.streaks.end(ofUser(tenantId));
      await countTo(stores, ofUser(tenantId), 99);

      expect(await stores.streaks.count(ofUser(tenantId), 100)).toBe(true);
      expect(await stores.streaks.count(ofUser(tenantId), 100)).toBe(false);
    }));

  it("disable a password once, when they are long enough, and no success undoes it", () =>
    run(async (stores, tenantId) => {
      const { streaks, clock } = stores;
      const disable = () => streaks.disable(ofUser(tenantId), 100, aChange(tenantId, clock.now()));
      await countTo(stores, ofUser(tenantId), 99);
      expect(await disable()).toBe(false);
      await countTo(stores, ofUser(tenantId), 1);
      expect(await streaks.disabled(tenantId)).toEqual([]);
      const done = await Promise.all([disable(), disable()]);
      expect(done.filter(Boolean)).toHaveLength(1);

      await streaks.end(ofUser(tenantId));

      expect(await streaks.count(ofUser(tenantId), 100)).toBe(false);
      expect(await streaks.disabled(tenantId)).toEqual([{ userId: 7, login: "ada", disabledAt: clock.now() }]);
      expect(await streaks.disabled("elsewhere")).toEqual([]);
    }));

  it("end together when the password is enabled again, each of the user's and nobody else's", () =>
    run(async (stores, tenantId) => {
      const { streaks, clock } = stores;
      const others = { tenantId, userId: 77, way: "sign-in" } as const;
      for (const way of ["sign-in", "device-d1"] as const) {
        await countTo(stores, ofUser(tenantId, way), 100);
        await streaks.disable(ofUser(tenantId, way), 100, aChange(tenantId, clock.now()));
      }
      await countTo(stores, ofUser(tenantId, "step-up"), 50);
      await countTo(stores, others, 100);
      const change = aChange(tenantId, clock.now());
      expect(await streaks.enable(tenantId, 77, aChange(tenantId, clock.now()))).toBe(false);

      expect(await streaks.enable(tenantId, 7, change)).toBe(true);

      expect(await stores.factIds(tenantId)).toContain(change.fact.factId);
      expect(await streaks.enable(tenantId, 7, aChange(tenantId, clock.now()))).toBe(false);
      expect(await streaks.disabled(tenantId)).toEqual([]);
      expect(await streaks.count(ofUser(tenantId), 1)).toBe(true);
      expect(await streaks.count(ofUser(tenantId, "step-up"), 1)).toBe(true);
      expect(await streaks.count(others, 100)).toBe(false);
    }));
});
