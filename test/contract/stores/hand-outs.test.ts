import { describe, expect, it } from "vitest";
import type { HandOut } from "../../../functions/domain/support/hand-outs.ts";
import { aNoticedChange } from "../../support/a-backup.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

const aHandOut = (tenantId: string, handOut: Partial<HandOut> = {}): HandOut => ({
  tenantId,
  backupId: "b1",
  by: "samir",
  ticketNumber: "SUP-1",
  openedAt: 1_000,
  endsAt: 2_000,
  ...handOut,
});

describe.each(STORE_WORLDS)("hand-outs $name", (world) => {
  const run = casesIn(world);

  it("are found by tenant and backup, with their fact and notice written", () =>
    run(async ({ handOuts, outbox, clock, factIds }, tenantId) => {
      const change = aNoticedChange(tenantId, clock.now());
      await handOuts.open(aHandOut(tenantId), change);

      expect(await handOuts.find(tenantId, "b1")).toEqual(aHandOut(tenantId));
      expect(await handOuts.find(tenantId, "b2")).toBeUndefined();
      expect(await handOuts.find("elsewhere", "b1")).toBeUndefined();
      expect(await handOuts.find(tenantId, "x".repeat(5_000))).toBeUndefined();
      expect(await factIds(tenantId)).toContain(change.fact.factId);
      const waiting = await outbox.waiting(clock.now() + 1, 100);
      expect(waiting.filter((event) => event.tenantId === tenantId)).toEqual(change.events);
    }));

  it("take the place of the one before", () =>
    run(async ({ handOuts, clock }, tenantId) => {
      await handOuts.open(aHandOut(tenantId), aNoticedChange(tenantId, clock.now()));
      const second = aHandOut(tenantId, { ticketNumber: "SUP-2", by: "sara", endsAt: 9_000 });
      await handOuts.open(second, aNoticedChange(tenantId, clock.now()));
      expect(await handOuts.find(tenantId, "b1")).toEqual(second);
    }));
});
