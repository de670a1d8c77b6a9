import { describe, expect, it } from "vitest";
import type { Step } from "../../../functions/domain/backup/build-work.ts";
import type { Lease } from "../../../functions/domain/backup/step-leases.ts";
import { aBackup, aChange, aDump, aLayout, aNoticedChange, anArchive } from "../../support/a-backup.ts";
import { atStep, leaseOn, RANGES, startsOf, takeOver, workAt } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

/** The completion of each step, under the lease given, as the flow would write it. */
const complete = {
  dump: ({ backups, clock }: Stores, lease: Lease) =>
    backups.completeDump(
      lease,
      aDump(),
      aChange(lease.work.tenantId, clock.now(), startsOf(lease.work.tenantId, "layout")),
    ),
  layout: ({ backups, clock }: Stores, lease: Lease) =>
    backups.completeLayout(
      lease,
      aLayout(),
      aChange(lease.work.tenantId, clock.now(), startsOf(lease.work.tenantId, "pack")),
    ),
  pack: ({ backups, clock }: Stores, lease: Lease) =>
    backups.completeRange(lease, 2, undefined, aChange(lease.work.tenantId, clock.now())),
  seal: ({ backups, clock }: Stores, lease: Lease) =>
    backups.publish(lease, anArchive(), aNoticedChange(lease.work.tenantId, clock.now())),
};
const STEPS: readonly Step[] = ["dump", "layout", "pack", "seal"];

/** A dump is completed by whoever began it. */
async function begun(stores: Stores, tenantId: string, step: Step): Promise<Lease> {
  const [lease] = await atStep(stores, tenantId, step);
  if (step === "dump") await stores.backups.beginDump(lease, aChange(tenantId, stores.clock.now()));
  return lease;
}

describe.each(STORE_WORLDS)("the steps of a backup $name", (world) => {
  const run = casesIn(world);

  it("go from queued to ready, each with its facts", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      expect(await backups.find(tenantId, "b1")).toMatchObject({
        state: "sealing",
        generation: 1,
        dump: aDump(),
        layout: aLayout({ rangesLeft: 0 }),
      });
      clock.advance(1);

      expect(await backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now()))).toBe(true);

      expect(await backups.find(tenantId, "b1")).toMatchObject({
        state: "ready",
        archive: anArchive(),
        endedAt: clock.now(),
      });
    }));

  it("give every dump a generation of its own", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [first] = await atStep(stores, tenantId, "dump");
      expect(await backups.beginDump(first, aChange(tenantId, clock.now()))).toBe(1);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "dumping", generation: 1 });

      const second = await takeOver(stores, first);

      expect(await backups.beginDump(second, aChange(tenantId, clock.now()))).toBe(2);
      expect(await backups.beginDump(first, aChange(tenantId, clock.now()))).toBeUndefined();
      expect(await backups.find(tenantId, "b1")).toMatchObject({ generation: 2 });
    }));

  for (const step of STEPS) {
    it(`refuse the completion of ${step} under an old fence, and write nothing`, () =>
      run(async (stores, tenantId) => {
        const old = await begun(stores, tenantId, step);
        const newer = await takeOver(stores, old);
        const before = await stores.backups.find(tenantId, "b1");
        const facts = await stores.factIds(tenantId);

        expect(await complete[step](stores, old)).toBe(false);

        expect(await stores.backups.find(tenantId, "b1")).toEqual(before);
        expect(await stores.factIds(tenantId)).toHaveLength(facts.length);
        expect(await complete[step](stores, newer)).toBe(true);
      }));

    it(`complete ${step} once, and end its step`, () =>
      run(async (stores, tenantId) => {
        const lease = await begun(stores, tenantId, step);

        expect(await complete[step](stores, lease)).toBe(true);

        expect(await complete[step](stores, lease)).toBe(false);
        expect(await stores.leases.renew(lease)).toBe(false);
        expect(await stores.leases.acquire(lease.work)).toBeUndefined();
      }));

    it(`refuse the completion of ${step} once the backup has failed`, () =>
      run(async (stores, tenantId) => {
        const lease = await begun(stores, tenantId, step);
        await stores.backups.fail(aBackup({ tenantId }), "no-progress", aNoticedChange(tenantId, stores.clock.now()));

        expect(await complete[step](stores, lease)).toBe(false);

        expect(await stores.backups.find(tenantId, "b1")).toMatchObject({ state: "failed" });
      }));
  }

  it("start what follows: its steps can be taken, its events wait", () =>
    run(async (stores, tenantId) => {
      const { leases, outbox, clock } = stores;
      const [first, second] = await atStep(stores, tenantId, "pack");

      expect(first.work).toEqual({ ...workAt(tenantId, "pack"), range: RANGES[0] });
      expect(second?.work).toEqual({ ...workAt(tenantId, "pack"), range: RANGES[1] });
      expect(await leases.acquire(first.work)).toBeUndefined();
      const waiting = await outbox.waiting(clock.now() + 1, 100);
      const started = waiting.flatMap((event) =>
        event.kind === "work" && event.tenantId === tenantId ? [event.work.step] : [],
      );
      expect(started.toSorted()).toEqual(["dump", "layout", "pack", "pack"]);
    }));

  it("count the ranges down, one at a time", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [first, second = first] = await atStep(stores, tenantId, "pack");

      const both = await Promise.all(
        [first, second].map((lease) => backups.completeRange(lease, 2, undefined, aChange(tenantId, clock.now()))),
      );

      expect(both.filter(Boolean)).toHaveLength(1);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "packing", layout: { rangesLeft: 1 } });
    }));

  it("deal the second round when the first is done", () =>
    run(async (stores, tenantId) => {
      const { backups, leases, clock } = stores;
      const [first, second = first] = await atStep(stores, tenantId, "pack");
      const later = { ...workAt(tenantId, "pack"), range: { round: 2 as const, first: 1, last: 1 } };
      await backups.completeRange(first, 2, undefined, aChange(tenantId, clock.now()));
      const dealt = aChange(tenantId, clock.now(), [later]);

      expect(await backups.completeRange(second, 1, { phase: "round-2", ranges: 1 }, dealt)).toBe(true);

      expect(await backups.find(tenantId, "b1")).toMatchObject({
        state: "packing",
        layout: { round: 2, rangesLeft: 1 },
      });
      const lease = await leases.acquire(later);
      if (lease === undefined) throw new Error("the second round was not started");
      const seal = aChange(tenantId, clock.now(), startsOf(tenantId, "seal"));
      expect(await backups.completeRange(lease, 1, { phase: "sealing" }, seal)).toBe(true);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "sealing", layout: { rangesLeft: 0 } });
    }));

  it("refuse work of another generation", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const foreign = { ...lease, work: { ...lease.work, generation: 2 } };

      expect(await backups.publish(foreign, anArchive(), aChange(tenantId, clock.now()))).toBe(false);
    }));

  it("take no range of an earlier generation's layout for one of the present", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      const [finder, late = finder] = await atStep(stores, tenantId, "pack");
      const layout = { ...workAt(tenantId, "layout"), generation: 2 };
      await backups.revise(finder, aDump({ missing: 1 }), aChange(tenantId, clock.now(), [layout]));
      const again = await leaseOn(stores, layout);
      expect(await backups.completeLayout(again, aLayout(), aChange(tenantId, clock.now()))).toBe(true);

      expect(await complete.pack(stores, late)).toBe(false);

      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "packing", layout: { rangesLeft: 2 } });
    }));

  it("leave no step behind when one is completed while they fail", () =>
    run(async (stores, tenantId) => {
      const { backups, leases, clock } = stores;
      const lease = await begun(stores, tenantId, "dump");

      const [isFailed] = await Promise.all([
        backups.fail(aBackup({ tenantId }), "no-progress", aNoticedChange(tenantId, clock.now())),
        complete.dump(stores, lease),
      ]);

      expect(isFailed).toBe(true);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "failed" });
      for (const work of startsOf(tenantId, "layout")) expect(await leases.acquire(work)).toBeUndefined();
    }));
});
