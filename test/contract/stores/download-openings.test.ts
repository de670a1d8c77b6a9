import { describe, expect, it } from "vitest";
import { type DownloadOpening, openingTimes } from "../../../functions/domain/download/download-opening.ts";
import { aChange } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const DAY = 24 * 3_600_000;

const anOpening = (tenantId: string, askedAt: number): DownloadOpening => ({
  tenantId,
  backupId: "b1",
  userId: 7,
  login: "ada",
  versionId: "v1",
  ...openingTimes(askedAt),
});

describe.each(STORE_WORLDS)("openings of downloads $name", (world) => {
  const run = casesIn(world);

  it("are asked for once until they are over, with their fact", () =>
    run(async ({ openings, clock, factIds }, tenantId) => {
      const first = anOpening(tenantId, clock.now());
      expect(await openings.ask(first, aChange(tenantId, 1_000))).toBe(true);
      clock.advance(2 * DAY - 1);
      expect(await openings.ask(anOpening(tenantId, clock.now()), aChange(tenantId, 1_000))).toBe(false);
      expect(await openings.find(tenantId, "b1", 7)).toEqual(first);
      clock.advance(1);
      const second = anOpening(tenantId, clock.now());
      expect(await openings.ask(second, aChange(tenantId, 1_000))).toBe(true);

      expect(await openings.find(tenantId, "b1", 7)).toEqual(second);
      expect(await factIds(tenantId)).toHaveLength(2);
    }));

  it("are used from a day later on, for a day", () =>
    run(async ({ openings, clock, factIds }, tenantId) => {
      await openings.ask(anOpening(tenantId, clock.now()), aChange(tenantId, 1_000));
      const use = () => openings.use(tenantId, "b1", 7, aChange(tenantId, 1_000));
      clock.advance(DAY - 1);
      expect(await use()).toBe(false);
      clock.advance(1);
      expect(await use()).toBe(true);
      expect(await use()).toBe(true);
      clock.advance(DAY);
      expect(await use()).toBe(false);
      expect(await factIds(tenantId)).toHaveLength(3);
    }));

  it("are stopped once, and not by whoever saw an earlier one", () =>
    run(async ({ openings, clock, factIds }, tenantId) => {
      const earlier = anOpening(tenantId, clock.now());
      await openings.ask(earlier, aChange(tenantId, 1_000));
      clock.advance(2 * DAY);
      const later = anOpening(tenantId, clock.now());
      await openings.ask(later, aChange(tenantId, 1_000));

      expect(await openings.stop(earlier, aChange(tenantId, 1_000))).toBe(false);
      expect(await openings.stop(later, aChange(tenantId, 1_000))).toBe(true);
      expect(await openings.stop(later, aChange(tenantId, 1_000))).toBe(false);
      expect(await openings.use(tenantId, "b1", 7, aChange(tenantId, 1_000))).toBe(false);
      expect(await openings.find(tenantId, "b1", 7)).toBeUndefined();
      expect(await factIds(tenantId)).toHaveLength(3);
    }));

  it("are of one person and one backup", () =>
    run(async ({ openings, clock }, tenantId) => {
      await openings.ask(anOpening(tenantId, clock.now()), aChange(tenantId, 1_000));

      expect(await openings.find(tenantId, "b1", 8)).toBeUndefined();
      expect(await openings.find(tenantId, "b2", 7)).toBeUndefined();
      expect(await openings.find(`${tenantId}-2`, "b1", 7)).toBeUndefined();
    }));
});
