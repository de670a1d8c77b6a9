import { describe, expect, it } from "vitest";
import type { BuildWork } from "../../../functions/domain/backup/build-work.ts";
import { LEASE_MS } from "../../../functions/domain/backup/step-leases.ts";
import { accept, leaseOn, startsOf, takeOver } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

async function aLiveStep(stores: Stores, tenantId: string): Promise<BuildWork> {
  await accept(stores, tenantId);
  const [work] = startsOf(tenantId, "dump");
  if (work === undefined) throw new Error("nothing starts the dump");
  return work;
}

const stalledOf = async ({ leases }: Stores, tenantId: string, before: number) =>
  (await leases.stalled(before, 100)).filter(({ work }) => work.tenantId === tenantId);

describe.each(STORE_WORLDS)("step leases $name", (world) => {
  const run = casesIn(world);

  it("give a step to one of many who ask at once", () =>
    run(async (stores, tenantId) => {
      const work = await aLiveStep(stores, tenantId);

      const leases = await Promise.all(Array.from({ length: 20 }, () => stores.leases.acquire(work)));

      expect(leases.filter((lease) => lease !== undefined)).toEqual([{ work, fence: 1, attempts: 1 }]);
    }));

  it("give nothing for a step that is not live", () =>
    run(async (stores, tenantId) => {
      const work = await aLiveStep(stores, tenantId);

      expect(await stores.leases.acquire({ ...work, step: "seal" })).toBeUndefined();
      expect(await stores.leases.acquire({ ...work, tenantId: "elsewhere" })).toBeUndefined();
      expect(await stores.leases.acquire({ ...work, backupId: "b9" })).toBeUndefined();
      expect(await stores.leases.acquire({ ...work, generation: 9 })).toBeUndefined();
    }));

  it("give an ended lease on, with a higher fence", () =>
    run(async (stores, tenantId) => {
      const work = await aLiveStep(stores, tenantId);
      await leaseOn(stores, work);
      stores.clock.advance(LEASE_MS - 1);
      expect(await stores.leases.acquire(work)).toBeUndefined();
      stores.clock.advance(1);

      expect(await stores.leases.acquire(work)).toEqual({ work, fence: 2, attempts: 2 });
    }));

  it("stay with whoever renews them", () =>
    run(async (stores, tenantId) => {
      const work = await aLiveStep(stores, tenantId);
      const lease = await leaseOn(stores, work);
      stores.clock.advance(LEASE_MS - 1);

      expect(await stores.leases.renew(lease)).toBe(true);

      stores.clock.advance(LEASE_MS - 1);
      expect(await stores.leases.acquire(work)).toBeUndefined();
    }));

  it("may be renewed late while nobody else has taken them", () =>
    run(async (stores, tenantId) => {
      const lease = await leaseOn(stores, await aLiveStep(stores, tenantId));
      stores.clock.advance(10 * LEASE_MS);

      expect(await stores.leases.renew(lease)).toBe(true);
    }));

  it("are lost for good once somebody else has them", () =>
    run(async (stores, tenantId) => {
      const old = await leaseOn(stores, await aLiveStep(stores, tenantId));
      const newer = await takeOver(stores, old);

      expect(await stores.leases.renew(old)).toBe(false);
      await stores.leases.release(old);
      await stores.leases.recordProgress(old);

      expect(await stores.leases.acquire(newer.work)).toBeUndefined();
      expect(await stores.leases.renew(newer)).toBe(true);
      expect(await takeOver(stores, newer)).toMatchObject({ fence: 3, attempts: 3 });
    }));

  it("can be taken as soon as they are released", () =>
    run(async (stores, tenantId) => {
      const lease = await leaseOn(stores, await aLiveStep(stores, tenantId));

      await stores.leases.release(lease);

      expect(await stores.leases.acquire(lease.work)).toMatchObject({ fence: 2 });
      expect(await stores.leases.renew(lease)).toBe(false);
    }));

  it("count attempts from 0 again after progress", () =>
    run(async (stores, tenantId) => {
      const first = await leaseOn(stores, await aLiveStep(stores, tenantId));
      const second = await takeOver(stores, first);
      expect(second.attempts).toBe(2);

      await stores.leases.recordProgress(second);

      expect(await takeOver(stores, second)).toMatchObject({ fence: 3, attempts: 1 });
    }));

  it("show a step as stalled once its lease is over", () =>
    run(async (stores, tenantId) => {
      const { clock } = stores;
      const work = await aLiveStep(stores, tenantId);
      await leaseOn(stores, work);
      expect(await stalledOf(stores, tenantId, clock.now() + LEASE_MS)).toEqual([]);
      clock.advance(LEASE_MS + 1);

      expect(await stalledOf(stores, tenantId, clock.now())).toEqual([{ work, attempts: 1 }]);
    }));

  it("show a step that nobody ever took as stalled one lease after its start", () =>
    run(async (stores, tenantId) => {
      const { clock } = stores;
      const work = await aLiveStep(stores, tenantId);
      expect(await stalledOf(stores, tenantId, clock.now() + 1)).toEqual([]);
      clock.advance(LEASE_MS + 1);

      expect(await stalledOf(stores, tenantId, clock.now())).toEqual([{ work, attempts: 0 }]);
    }));

  it("do not show a postponed step, but leave it free to be taken", () =>
    run(async (stores, tenantId) => {
      const { clock, leases } = stores;
      const work = await aLiveStep(stores, tenantId);
      await leaseOn(stores, work);
      clock.advance(LEASE_MS + 1);

      await leases.postpone(work);

      expect(await stalledOf(stores, tenantId, clock.now() + LEASE_MS)).toEqual([]);
      expect(await stalledOf(stores, tenantId, clock.now() + LEASE_MS + 1)).toHaveLength(1);
      expect(await leases.acquire(work)).toMatchObject({ fence: 2 });
    }));

  it("bring no step back by postponing or removing one that is over", () =>
    run(async (stores, tenantId) => {
      const { leases, clock } = stores;
      const work = await aLiveStep(stores, tenantId);

      await leases.remove(work);
      await leases.remove(work);
      await leases.postpone(work);

      expect(await leases.acquire(work)).toBeUndefined();
      clock.advance(10 * LEASE_MS);
      expect(await stalledOf(stores, tenantId, clock.now())).toEqual([]);
    }));

  it("show the longest stalled first, as many as are asked for", () =>
    run(async (stores, tenantId) => {
      const { clock, leases } = stores;
      await accept(stores, tenantId, "b1");
      clock.advance(LEASE_MS + 10);
      const stalled = await leases.stalled(clock.now(), 1);

      expect(stalled).toHaveLength(1);
      expect(await leases.stalled(clock.now(), 0)).toEqual([]);
    }));
});
