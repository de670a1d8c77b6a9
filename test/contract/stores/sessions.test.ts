import { describe, expect, it } from "vitest";
import { SESSION_IDLE_MS, SESSION_MAX_MS, type Session } from "../../../functions/domain/session/session.ts";
import { aFact } from "../../support/a-backup.ts";
import { aSession } from "../../support/a-download.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

async function started(stores: Stores, tenantId: string): Promise<Session> {
  const session = aSession(stores, { tenantId, idHash: "h1" });
  await stores.sessions.start(session);
  return session;
}

describe.each(STORE_WORLDS)("sessions $name", (world) => {
  const run = casesIn(world);

  it("are found by tenant and hash", () =>
    run(async (stores, tenantId) => {
      const session = await started(stores, tenantId);

      expect(await stores.sessions.find(tenantId, "h1")).toEqual(session);
      expect(await stores.sessions.find(tenantId, "h2")).toBeUndefined();
      expect(await stores.sessions.find("elsewhere", "h1")).toBeUndefined();
    }));

  it("are listed by user, the newest first, without those that are over", () =>
    run(async (stores, tenantId) => {
      const { sessions, clock } = stores;
      const first = await started(stores, tenantId);
      await sessions.start({ ...first, idHash: "h2", signInId: "i2", userId: 8 });
      clock.advance(SESSION_IDLE_MS - 1);
      const second = aSession(stores, { tenantId, idHash: "h3", signInId: "i3" });
      await sessions.start(second);

      expect(await sessions.list(tenantId, first.userId)).toEqual([second, first]);
      clock.advance(1);
      expect(await sessions.list(tenantId, first.userId)).toEqual([second]);
      expect(await sessions.list(tenantId, 9)).toEqual([]);
      expect(await sessions.list("elsewhere", first.userId)).toEqual([]);
    }));

  it("are over when idle for too long", () =>
    run(async (stores, tenantId) => {
      await started(stores, tenantId);
      stores.clock.advance(SESSION_IDLE_MS - 1);
      expect(await stores.sessions.find(tenantId, "h1")).toBeDefined();

      stores.clock.advance(1);

      expect(await stores.sessions.find(tenantId, "h1")).toBeUndefined();
    }));

  it("live on while they are used, until their longest time", () =>
    run(async (stores, tenantId) => {
      const { sessions, clock } = stores;
      const session = await started(stores, tenantId);
      for (let age = 0; age < SESSION_MAX_MS - SESSION_IDLE_MS; age += SESSION_IDLE_MS / 2) {
        clock.advance(SESSION_IDLE_MS / 2);
        await sessions.touch(session, clock.now());
      }
      expect(await sessions.find(tenantId, "h1")).toMatchObject({ lastSeenAt: clock.now() });

      clock.advance(SESSION_IDLE_MS / 2);
      await sessions.touch(session, clock.now());
      clock.advance(SESSION_IDLE_MS / 2);

      expect(await sessions.find(tenantId, "h1")).toBeUndefined();
    }));

  it("are not turned back by a late touch", () =>
    run(async (stores, tenantId) => {
      const { sessions, clock } = stores;
      const session = await started(stores, tenantId);
      clock.advance(1_000);
      await sessions.touch(session, clock.now());

      await sessions.touch(session, clock.now() - 500);

      expect(await sessions.find(tenantId, "h1")).toMatchObject({ lastSeenAt: clock.now() });
    }));

  it("go on under a new id, once, and are dead under the old one", () =>
    run(async (stores, tenantId) => {
      const { sessions } = stores;
      const session = await started(stores, tenantId);
      const facts = [aFact({ tenantId }), aFact({ tenantId })];

      const renewed = await Promise.all(
        facts.map((fact, nth) => sessions.renew(session, { ...session, idHash: `h${nth + 2}` }, fact)),
      );

      expect(renewed.filter(Boolean)).toHaveLength(1);
      expect(await sessions.find(tenantId, "h1")).toBeUndefined();
      const found = [await sessions.find(tenantId, "h2"), await sessions.find(tenantId, "h3")];
      expect(found.map((each) => each !== undefined)).toEqual(renewed);
      expect(await stores.factIds(tenantId)).toEqual([facts[renewed.indexOf(true)]?.factId]);
    }));

  it("do not come back by a new id once they were ended", () =>
    run(async (stores, tenantId) => {
      const session = await started(stores, tenantId);
      await stores.sessions.end(tenantId, "h1");

      expect(await stores.sessions.renew(session, { ...session, idHash: "h2" }, aFact({ tenantId }))).toBe(false);

      expect(await stores.sessions.find(tenantId, "h2")).toBeUndefined();
    }));

  it("stay ended", () =>
    run(async (stores, tenantId) => {
      const { sessions, clock } = stores;
      const session = await started(stores, tenantId);

      await sessions.end(tenantId, "h1");
      await sessions.end(tenantId, "h1");
      await sessions.touch(session, clock.now() + 1);

      expect(await sessions.find(tenantId, "h1")).toBeUndefined();
    }));
});
