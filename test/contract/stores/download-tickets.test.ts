import { describe, expect, it } from "vitest";
import { TICKET_MS } from "../../../functions/domain/download/download-ticket.ts";
import { aFact, aNoticedChange } from "../../support/a-backup.ts";
import { aGrant, aSession, aTicket, steppedUp } from "../../support/a-download.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";

describe.each(STORE_WORLDS)("download tickets $name", (world) => {
  const run = casesIn(world);

  it("are stored together with the fact and the session's new id, and found by tenant and hash", () =>
    run(async (stores, tenantId) => {
      const { tickets, sessions } = stores;
      const before = aSession(stores, { tenantId });
      const [ticket, after] = [aTicket(stores, { tenantId }), { ...before, idHash: "s2" }];
      const fact = aFact({ tenantId });
      await sessions.start(before);

      expect(await tickets.issue(ticket, before, after, fact)).toBe(true);

      expect(await tickets.find(tenantId, "h1")).toEqual(ticket);
      expect(await tickets.find(tenantId, "h2")).toBeUndefined();
      expect(await tickets.find("elsewhere", "h1")).toBeUndefined();
      expect(await sessions.find(tenantId, "s1")).toBeUndefined();
      expect(await sessions.find(tenantId, "s2")).toEqual(after);
      expect(await stores.factIds(tenantId)).toEqual([fact.factId]);
    }));

  it("are not given to a session that was ended, nor twice to the same one", () =>
    run(async (stores, tenantId) => {
      const { tickets, sessions } = stores;
      const before = aSession(stores, { tenantId });
      const ended = aTicket(stores, { tenantId, ticketHash: "h0" });
      expect(await tickets.issue(ended, before, { ...before, idHash: "s0" }, aFact({ tenantId }))).toBe(false);
      await sessions.start(before);

      const issued = await Promise.all(
        ["s2", "s3"].map((idHash) => {
          const ticket = aTicket(stores, { tenantId, ticketHash: `h-${idHash}` });
          return tickets.issue(ticket, before, { ...before, idHash }, aFact({ tenantId }));
        }),
      );

      expect(issued.filter(Boolean)).toHaveLength(1);
      const found = [await tickets.find(tenantId, "h-s2"), await tickets.find(tenantId, "h-s3")];
      expect(found.map((ticket) => ticket !== undefined)).toEqual(issued);
      expect(await tickets.find(tenantId, "h0")).toBeUndefined();
      expect(await stores.factIds(tenantId)).toHaveLength(1);
    }));

  it("are exchanged for one grant by one of 50 at once, which alone is told and kept", () =>
    run(async (stores, tenantId) => {
      const { tickets, grants, outbox, clock } = stores;
      const { ticket, session } = await steppedUp(stores, tenantId);

      const used = await Promise.all(
        Array.from({ length: 50 }, (_, nth) =>
          tickets.exchange(
            ticket,
            session,
            aGrant(stores, { tenantId, grantId: `g${nth}` }),
            aNoticedChange(tenantId, clock.now()),
          ),
        ),
      );

      expect(used.filter(Boolean)).toHaveLength(1);
      expect(await grants.find(session, "b1")).toMatchObject({ grantId: `g${used.indexOf(true)}` });
      expect(await tickets.find(tenantId, "h1")).toBeUndefined();
      const told = await outbox.waiting(clock.now() + 1, 1_000);
      expect(told.filter((event) => event.tenantId === tenantId)).toHaveLength(1);
      expect(await stores.factIds(tenantId)).toHaveLength(2);
    }));

  it("are of no use when they are over, and were of use right before", () =>
    run(async (stores, tenantId) => {
      const { tickets, grants, clock } = stores;
      const { ticket, session } = await steppedUp(stores, tenantId);
      const exchange = () =>
        tickets.exchange(ticket, session, aGrant(stores, { tenantId }), aNoticedChange(tenantId, clock.now()));
      clock.advance(TICKET_MS);
      expect(await exchange()).toBe(false);
      expect(await grants.find(session, "b1")).toBeUndefined();

      clock.advance(-1);

      expect(await exchange()).toBe(true);
    }));

  it("are of no use when their session was ended, and stay unused", () =>
    run(async (stores, tenantId) => {
      const { tickets, grants, sessions, clock } = stores;
      const { ticket, session } = await steppedUp(stores, tenantId);
      await sessions.end(tenantId, "s2");

      expect(
        await tickets.exchange(ticket, session, aGrant(stores, { tenantId }), aNoticedChange(tenantId, clock.now())),
      ).toBe(false);

      expect(await grants.find(session, "b1")).toBeUndefined();
      expect(await tickets.find(tenantId, "h1")).toBeDefined();
      expect(await stores.factIds(tenantId)).toHaveLength(1);
    }));
});
