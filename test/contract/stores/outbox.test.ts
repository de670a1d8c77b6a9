import { describe, expect, it } from "vitest";
import { aBackup, aBackupToken, aChange, aNoticedChange } from "../../support/a-backup.ts";
import { accept, startsOf } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const waitingOf = async ({ outbox, clock }: Stores, tenantId: string, olderThan = clock.now() + 1) =>
  (await outbox.waiting(olderThan, 100)).filter((event) => event.tenantId === tenantId);

describe.each(STORE_WORLDS)("the outbox $name", (world) => {
  const run = casesIn(world);

  it("keeps every event of a change until it is marked sent", () =>
    run(async (stores, tenantId) => {
      await accept(stores, tenantId);
      const change = aNoticedChange(tenantId, stores.clock.now());
      await stores.backups.fail(aBackup({ tenantId }), "no-progress", change);

      const waiting = await waitingOf(stores, tenantId);
      expect(waiting).toHaveLength(2);
      expect(waiting).toContainEqual(change.events[0]);
      for (const event of waiting) await stores.outbox.markSent(event);

      expect(await waitingOf(stores, tenantId)).toEqual([]);
    }));

  it("shows only events older than asked for, oldest first", () =>
    run(async (stores, tenantId) => {
      const { clock, tokens } = stores;
      const first = aChange(tenantId, clock.now(), startsOf(tenantId, "layout"));
      clock.advance(10);
      const second = aChange(tenantId, clock.now(), startsOf(tenantId, "seal"));
      await tokens.replace(aBackupToken({ tenantId, userId: 2 }), undefined, second);
      await tokens.replace(aBackupToken({ tenantId, userId: 1 }), undefined, first);

      expect(await waitingOf(stores, tenantId)).toEqual([...first.events, ...second.events]);
      expect(await waitingOf(stores, tenantId, clock.now())).toEqual(first.events);
    }));

  it("shows at most as many as asked for", () =>
    run(async (stores, tenantId) => {
      const works = startsOf(tenantId, "pack");
      const change = aChange(tenantId, stores.clock.now(), works);
      await stores.tokens.replace(aBackupToken({ tenantId }), undefined, change);

      expect(await stores.outbox.waiting(stores.clock.now() + 1, 1)).toHaveLength(1);
    }));

  it("takes a second mark, and a mark on what is not there, without effect", () =>
    run(async (stores, tenantId) => {
      await accept(stores, tenantId);
      const [event] = await waitingOf(stores, tenantId);
      if (event === undefined) throw new Error("nothing waits");

      await stores.outbox.markSent(event);
      await stores.outbox.markSent(event);
      await stores.outbox.markSent({ ...event, eventId: "unknown" });

      expect(await waitingOf(stores, tenantId)).toEqual([]);
    }));
});
