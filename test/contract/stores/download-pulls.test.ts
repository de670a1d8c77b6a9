import { describe, expect, it } from "vitest";
import { WEEK_MS, weekEnd } from "../../../functions/domain/download/pull-digests.ts";
import { PULL_SEEN_MS } from "../../../functions/domain/download/pulls.ts";
import { aFact, aNoticedChange, PERSON } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

/** Pulls, and says whether people are told of it. */
function pulling(stores: Stores, tenantId: string) {
  return async (apiKeyId: number, address: string): Promise<boolean> => {
    const [event] = aNoticedChange(tenantId, stores.clock.now()).events;
    if (event === undefined) throw new TypeError("a change without its notice");
    const fact = aFact({ tenantId, at: stores.clock.now() });
    const weekEndsAt = weekEnd(stores.clock.now());
    await stores.pulls.record({ tenantId, apiKeyId, address, about: PERSON, weekEndsAt }, event, fact);
    expect(await stores.factIds(tenantId)).toContain(fact.factId);
    const waiting = await stores.outbox.waiting(stores.clock.now() + 1, 1_000);
    return waiting.some(({ eventId }) => eventId === event.eventId);
  };
}

describe.each(STORE_WORLDS)("pulls $name", (world) => {
  const run = casesIn(world);

  it("are told of once for each key and address, and all kept", () =>
    run(async (stores, tenantId) => {
      const pull = pulling(stores, tenantId);

      expect(await pull(1, "192.0.2.1")).toBe(true);
      expect(await pull(1, "192.0.2.1")).toBe(false);
      expect(await pull(1, "2001:db8::1")).toBe(true);
      expect(await pull(2, "192.0.2.1")).toBe(true);
      expect(await pull(2, "192.0.2.1")).toBe(false);
    }));

  it("are told of again only after long enough without one", () =>
    run(async (stores, tenantId) => {
      const pull = pulling(stores, tenantId);
      await pull(1, "192.0.2.1");
      stores.clock.advance(PULL_SEEN_MS - 1_000);
      expect(await pull(1, "192.0.2.1")).toBe(false);
      stores.clock.advance(PULL_SEEN_MS - 1_000);
      expect(await pull(1, "192.0.2.1")).toBe(false);

      stores.clock.advance(PULL_SEEN_MS);

      expect(await pull(1, "192.0.2.1")).toBe(true);
    }));

  it("are told of once when the first ones come at once", () =>
    run(async (stores, tenantId) => {
      const pull = pulling(stores, tenantId);

      const told = await Promise.all(Array.from({ length: 10 }, () => pull(1, "192.0.2.1")));

      expect(told.filter(Boolean)).toHaveLength(1);
    }));

  it("are counted by week and key where they were not told at once, and the count is told once", () =>
    run(async (stores, tenantId) => {
      const pull = pulling(stores, tenantId);
      for (const apiKeyId of [1, 1, 1, 2]) await pull(apiKeyId, "192.0.2.1");
      const end = weekEnd(stores.clock.now());
      expect(await stores.digests.due(stores.clock.now(), 9)).toEqual([]);
      stores.clock.advance(WEEK_MS);

      const [digest, ...others] = await stores.digests.due(stores.clock.now(), 9);

      expect(others).toEqual([]);
      expect(digest).toEqual({ tenantId, apiKeyId: 1, about: PERSON, weekEndsAt: end, pulls: 2 });
      if (!digest) throw new TypeError("no digest");
      const told = async (seen = digest) => {
        const { events, fact } = aNoticedChange(tenantId, stores.clock.now());
        const [event] = events;
        return event && stores.digests.send(seen, event, fact);
      };
      expect(await told({ ...digest, pulls: 1 })).toBe(false);
      expect(await told()).toBe(true);
      expect(await told()).toBe(false);
      expect(await stores.digests.due(stores.clock.now(), 9)).toEqual([]);
    }));
});
