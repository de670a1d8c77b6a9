import { describe, expect, it } from "vitest";
import type { StreakSubject } from "../../../functions/domain/session/failure-streaks.ts";
import { aChange } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const ada = { userId: 7, login: "ada" };
const ofUser = (tenantId: string, way: StreakSubject["way"] = "sign-in", user = ada) => ({ tenantId, user, way });
const DAY_MS = 24 * 3_600_000;
const MAX = 20;

async function countTo({ streaks }: Stores, subject: StreakSubject, failures: number): Promise<void> {
  for (let each = 0; each < failures; each += 1) await streaks.count(subject, MAX);
}

describe.each(STORE_WORLDS)("streaks of failures $name", (world) => {
  const run = casesIn(world);

  it("let exactly as many of 50 at once through as there may be, whatever time passes", () =>
    run(async ({ streaks, clock }, tenantId) => {
      const counts = await Promise.all(Array.from({ length: 50 }, () => streaks.count(ofUser(tenantId), MAX)));
      const let_ = counts.flatMap((count) => count ?? []);
      expect(let_.toSorted((a, b) => a - b)).toEqual(Array.from({ length: MAX }, (_, nth) => nth + 1));
      clock.advance(400 * DAY_MS);

      expect(await streaks.count(ofUser(tenantId), MAX)).toBeUndefined();
      expect(await streaks.count(ofUser(tenantId, "step-up"), MAX)).toBe(1);
      expect(await streaks.count({ tenantId, way: "name-x" }, MAX)).toBe(1);
    }));

  it("begin anew after a success", () =>
    run(async (stores, tenantId) => {
      await countTo(stores, ofUser(tenantId), MAX);
      await stores.streaks.end(ofUser(tenantId));

      expect(await stores.streaks.disabled(tenantId, MAX)).toEqual([]);
      expect(await stores.streaks.count(ofUser(tenantId), MAX)).toBe(1);
    }));

  it("are told of once, when they are long enough, and then no success ends them", () =>
    run(async (stores, tenantId) => {
      const { streaks, clock } = stores;
      const tell = () => streaks.tell(ofUser(tenantId), MAX, aChange(tenantId, clock.now()));
      await countTo(stores, ofUser(tenantId), MAX - 1);
      expect(await tell()).toBe(false);
      await countTo(stores, ofUser(tenantId), 1);
      const told = await Promise.all([tell(), tell()]);
      expect(told.filter(Boolean)).toHaveLength(1);

      await streaks.end(ofUser(tenantId));

      expect(await streaks.count(ofUser(tenantId), MAX)).toBeUndefined();
    }));

  it("name whom they have disabled, told or not, since the last that was counted", () =>
    run(async (stores, tenantId) => {
      const { streaks, clock } = stores;
      await countTo(stores, ofUser(tenantId), MAX);
      const disabled = [{ ...ada, disabledAt: clock.now() }];
      clock.advance(5_000);
      await countTo(stores, ofUser(tenantId, "browser-b1"), MAX);
      await countTo(stores, ofUser(tenantId, "sign-in", { userId: 8, login: "ben" }), MAX - 1);
      await countTo(stores, { tenantId, way: "name-x" }, MAX);

      expect(await streaks.disabled(tenantId, MAX)).toEqual(disabled);
      expect(await streaks.disabled("elsewhere", MAX)).toEqual([]);
    }));

  it("end together when the password is enabled again, each of the user's and nobody else's", () =>
    run(async (stores, tenantId) => {
      const { streaks, clock } = stores;
      const others = ofUser(tenantId, "sign-in", { userId: 77, login: "other" });
      for (const way of ["sign-in", "browser-b1"] as const) {
        await countTo(stores, ofUser(tenantId, way), MAX);
        await streaks.tell(ofUser(tenantId, way), MAX, aChange(tenantId, clock.now()));
      }
      await countTo(stores, ofUser(tenantId, "step-up"), 5);
      await countTo(stores, others, MAX);
      const change = aChange(tenantId, clock.now());

      expect(await streaks.enable(tenantId, 7, change)).toBe(true);

      expect(await stores.factIds(tenantId)).toContain(change.fact.factId);
      expect(await streaks.enable(tenantId, 7, aChange(tenantId, clock.now()))).toBe(false);
      expect(await streaks.disabled(tenantId, MAX)).toEqual([{ ...others.user, disabledAt: clock.now() }]);
      for (const way of ["sign-in", "browser-b1", "step-up"] as const) {
        expect(await streaks.count(ofUser(tenantId, way), MAX)).toBe(1);
      }
    }));
});
