import { describe, expect, it } from "vitest";
import { GRANT_MS } from "../../../functions/domain/download/download-grant.ts";
import { aFact, aNoticedChange } from "../../support/a-backup.ts";
import { aGrant, aTicket, steppedUp } from "../../support/a-download.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

async function opened(stores: Stores, tenantId: string, linksLeft = 10) {
  const { ticket, session } = await steppedUp(stores, tenantId);
  const grant = aGrant(stores, { tenantId, linksLeft });
  await stores.tickets.exchange(ticket, session, grant, aNoticedChange(tenantId, stores.clock.now()));
  return { grant, session };
}

describe.each(STORE_WORLDS)("download grants $name", (world) => {
  const run = casesIn(world);

  it("are found by tenant, session and backup", () =>
    run(async (stores, tenantId) => {
      const { grants } = stores;
      const { grant, session } = await opened(stores, tenantId);

      expect(await grants.find(session, "b1")).toEqual(grant);
      expect(await grants.find({ ...session, signInId: "i2" }, "b1")).toBeUndefined();
      expect(await grants.find(session, "b2")).toBeUndefined();
      expect(await grants.find({ ...session, tenantId: "elsewhere" }, "b1")).toBeUndefined();
      expect(await grants.find(session, "x".repeat(5_000))).toBeUndefined();
    }));

  it("of the archive and of each file out of it stand beside each other, and are used up each for itself", () =>
    run(async (stores, tenantId) => {
      const { grants, tickets, clock } = stores;
      const { grant, session } = await opened(stores, tenantId, 1);
      const ofFiles = ["x1", "x2"].map((extractId) => ({
        ...aGrant(stores, { tenantId, grantId: `g-${extractId}`, linksLeft: 1 }),
        extract: { extractId, path: 'attachment/file/7/Größe "1".pdf', bytes: 5 },
      }));
      for (const file of ofFiles) {
        const ticket = { ...aTicket(stores, { tenantId, ticketHash: file.grantId }), extract: file.extract };
        const later = { ...session, idHash: `s-${file.grantId}` };
        await tickets.issue(ticket, session, later, aFact({ tenantId }));
        await stores.sessions.renew(later, session, aFact({ tenantId }));
        expect(await tickets.find(tenantId, file.grantId)).toEqual(ticket);
        expect(await tickets.exchange(ticket, session, file, aNoticedChange(tenantId, clock.now()))).toBe(true);
      }

      expect(await grants.find(session, "b1")).toEqual(grant);
      expect(await grants.find(session, "b1", "x3")).toBeUndefined();
      for (const file of ofFiles) {
        expect(await grants.find(session, "b1", file.extract.extractId)).toEqual(file);
        expect(await grants.takeLink(file, session, aFact({ tenantId }))).toBe(true);
        expect(await grants.takeLink(file, session, aFact({ tenantId }))).toBe(false);
      }
      expect(await grants.takeLink(grant, session, aFact({ tenantId }))).toBe(true);
    }));

  it("give as many links as they have, each with its fact, however many ask at once", () =>
    run(async (stores, tenantId) => {
      const { grant, session } = await opened(stores, tenantId);
      const facts = Array.from({ length: 20 }, () => aFact({ tenantId }));

      const taken = await Promise.all(facts.map((fact) => stores.grants.takeLink(grant, session, fact)));

      expect(taken.filter(Boolean)).toHaveLength(10);
      expect(await stores.grants.find(session, "b1")).toMatchObject({ linksLeft: 0 });
      const kept = new Set(await stores.factIds(tenantId));
      expect(facts.map(({ factId }) => kept.has(factId))).toEqual(taken);
    }));

  it("give nothing from the moment they are over", () =>
    run(async (stores, tenantId) => {
      const { grant, session } = await opened(stores, tenantId);
      stores.clock.advance(GRANT_MS - 1);
      expect(await stores.grants.takeLink(grant, session, aFact({ tenantId }))).toBe(true);

      stores.clock.advance(1);

      expect(await stores.grants.takeLink(grant, session, aFact({ tenantId }))).toBe(false);
    }));

  it("give nothing once their session was ended", () =>
    run(async (stores, tenantId) => {
      const { grant, session } = await opened(stores, tenantId);
      await stores.sessions.end(tenantId, "s2");

      expect(await stores.grants.takeLink(grant, session, aFact({ tenantId }))).toBe(false);

      expect(await stores.grants.find(session, "b1")).toMatchObject({ linksLeft: 10 });
    }));

  it("go on with a session that goes on under a new id, and give nothing to whoever knows the old one", () =>
    run(async (stores, tenantId) => {
      const { grant, session } = await opened(stores, tenantId);
      const renewed = { ...session, idHash: "s3" };
      await stores.sessions.renew(session, renewed, aFact({ tenantId }));

      expect(await stores.grants.takeLink(grant, session, aFact({ tenantId }))).toBe(false);
      expect(await stores.grants.find(renewed, "b1")).toEqual(grant);
      expect(await stores.grants.takeLink(grant, renewed, aFact({ tenantId }))).toBe(true);
    }));

  it("give nothing in the name of one whose place another has taken, or that never was", () =>
    run(async (stores, tenantId) => {
      const { grant, session } = await opened(stores, tenantId);

      expect(await stores.grants.takeLink({ ...grant, grantId: "g0" }, session, aFact({ tenantId }))).toBe(false);
      expect(await stores.grants.takeLink({ ...grant, backupId: "b2" }, session, aFact({ tenantId }))).toBe(false);
      expect(await stores.grants.takeLink({ ...grant, linksLeft: 0 }, session, aFact({ tenantId }))).toBe(true);
    }));
});
