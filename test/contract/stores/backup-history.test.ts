import { describe, expect, it } from "vitest";
import type { Backup, BackupState } from "../../../functions/domain/backup/backup.ts";
import {
  aBackup,
  aBackupToken,
  aChange,
  aNoticedChange,
  anAcceptance,
  anArchive,
  PERSON,
} from "../../support/a-backup.ts";
import { atStep } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const OTHER = { userId: 8, login: "bob", name: "Bob" };
const ALL: readonly BackupState[] = ["queued", "dumping", "packing", "sealing", "ready", "failed", "cancelled"];
const idsOf = (backups: readonly Backup[]) => backups.map(({ backupId }) => backupId);

/** Accepts one backup after the other; each is cancelled before the next one, the last one goes on. */
async function accepted(stores: Stores, tenantId: string, ...wished: readonly Partial<Backup>[]): Promise<void> {
  await stores.tokens.replace(aBackupToken({ tenantId }), undefined, aNoticedChange(tenantId, 1));
  for (const [index, wish] of wished.entries()) {
    const backup = aBackup({ tenantId, ...wish });
    const at = stores.clock.now();
    expect(await stores.backups.accept(anAcceptance(backup, { at, dailyLimit: 100 }))).toEqual({ outcome: "accepted" });
    if (index < wished.length - 1) await stores.history.cancel(backup, aChange(tenantId, at));
  }
}

describe.each(STORE_WORLDS)("the history $name", (world) => {
  const run = casesIn(world);

  it("lists the newest first, page by page, each backup once", () =>
    run(async (stores, tenantId) => {
      const times = [5_000, 900, 70_000, 1_000, 70_000];
      await accepted(stores, tenantId, ...times.map((requestedAt, n) => ({ backupId: `b${n + 1}`, requestedAt })));

      const pages: string[][] = [];
      let after: string | undefined;
      do {
        const page = await stores.history.list({
          tenantId,
          states: ALL,
          pageSize: 2,
          ...(after === undefined ? {} : { after }),
        });
        pages.push(idsOf(page.backups));
        after = page.next;
      } while (after !== undefined);

      expect(pages).toEqual([["b5", "b3"], ["b1", "b4"], ["b2"]]);
    }));

  it("has no next page when the last one is full, and takes anything for a cursor", () =>
    run(async (stores, tenantId) => {
      await accepted(stores, tenantId, { backupId: "b1" }, { backupId: "b2", requestedAt: 2_000 });

      const page = await stores.history.list({ tenantId, states: ALL, pageSize: 2 });
      expect(page).toEqual({ backups: [expect.anything(), expect.anything()] });
      expect(await stores.history.list({ tenantId, states: ALL, pageSize: 2, after: "~" })).toEqual(page);
    }));

  it("narrows to one person and to states", () =>
    run(async (stores, tenantId) => {
      await accepted(
        stores,
        tenantId,
        { backupId: "b1", requestedBy: OTHER },
        { backupId: "b2", requestedAt: 2_000 },
        { backupId: "b3", requestedAt: 3_000, requestedBy: OTHER },
      );
      const list = async (wish: { readonly requestedBy?: number; readonly states?: readonly BackupState[] }) =>
        idsOf((await stores.history.list({ tenantId, states: ALL, pageSize: 10, ...wish })).backups);

      expect(await list({ requestedBy: OTHER.userId })).toEqual(["b3", "b1"]);
      expect(await list({ requestedBy: PERSON.userId })).toEqual(["b2"]);
      expect(await list({ requestedBy: 99 })).toEqual([]);
      expect(await list({ states: ["cancelled"] })).toEqual(["b2", "b1"]);
      expect(await list({ requestedBy: OTHER.userId, states: ["queued"] })).toEqual(["b3"]);
    }));

  it("is of one tenant alone", () =>
    run(async (stores, tenantId) => {
      await accepted(stores, tenantId, { backupId: "b1" });
      const { backups } = await stores.history.list({ tenantId, states: ALL, pageSize: 10 });
      expect(backups).toMatchObject([{ tenantId, backupId: "b1" }]);
    }));

  it.each(["dump", "layout", "pack", "seal"] as const)(
    "cancels while the %s runs, once, with its steps and slot",
    (step) =>
      run(async (stores, tenantId) => {
        const { backups, history, leases, clock } = stores;
        const held = await atStep(stores, tenantId, step);
        const cancel = () => history.cancel(aBackup({ tenantId }), aChange(tenantId, clock.now()));

        expect((await Promise.all([cancel(), cancel(), cancel()])).filter(Boolean)).toHaveLength(1);

        expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "cancelled", endedAt: clock.now() });
        for (const lease of held) expect(await leases.renew(lease)).toBe(false);
        const next = anAcceptance(aBackup({ tenantId, backupId: "b2" }), { at: clock.now() });
        expect(await backups.accept(next)).toEqual({ outcome: "accepted" });
      }),
  );

  it("ends in one state when cancelling and publishing meet", () =>
    run(async (stores, tenantId) => {
      const { backups, history, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");

      const [isPublished, isCancelled] = await Promise.all([
        backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now())),
        history.cancel(aBackup({ tenantId }), aChange(tenantId, clock.now())),
      ]);

      expect([isPublished, isCancelled].filter(Boolean)).toHaveLength(1);
      const { state } = (await backups.find(tenantId, "b1")) ?? {};
      expect(state).toBe(isPublished ? "ready" : "cancelled");
    }));

  it("deletes what is ready, once, and nothing else", () =>
    run(async (stores, tenantId) => {
      const { backups, history, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const remove = () =>
        history.remove(aBackup({ tenantId, archive: anArchive() }), aNoticedChange(tenantId, clock.now()));
      expect(await remove()).toBe(false);
      await backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now()));

      expect((await Promise.all([remove(), remove()])).filter(Boolean)).toHaveLength(1);

      expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "deleted", archive: anArchive() });
      expect(await history.cancel(aBackup({ tenantId }), aChange(tenantId, clock.now()))).toBe(false);
      expect(await history.annotate(aBackup({ tenantId }), { label: "x" }, aChange(tenantId, 1))).toBe(false);
    }));

  it("keeps what people note on a backup, each member by itself, also while it is made", () =>
    run(async (stores, tenantId) => {
      const { backups, history, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const note = (wish: { readonly label?: string; readonly isPinned?: boolean; readonly pinnedBy?: number }) =>
        history.annotate(aBackup({ tenantId }), wish, aChange(tenantId, clock.now()));
      const noted = async () => {
        const { label, isPinned } = (await backups.find(tenantId, "b1")) ?? {};
        return { label, isPinned };
      };

      expect(await note({ label: "before the upgrade" })).toBe(true);
      expect(await noted()).toEqual({ label: "before the upgrade", isPinned: undefined });
      expect(await note({ isPinned: true, pinnedBy: 3 })).toBe(true);
      expect(await backups.find(tenantId, "b1")).toMatchObject({ pinnedBy: 3, pinnedAt: clock.now() });
      expect(await noted()).toEqual({ label: "before the upgrade", isPinned: true });
      expect(await backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now()))).toBe(true);
      expect(await note({ label: "", isPinned: false })).toBe(true);
      expect(await noted()).toEqual({ label: undefined, isPinned: false });
      expect(await backups.find(tenantId, "b1")).toMatchObject({ unpinnedAt: clock.now() });
      expect(await history.annotate(aBackup({ tenantId, backupId: "b9" }), { label: "x" }, aChange(tenantId, 1))).toBe(
        false,
      );
    }));

  it("records a fact and its notices without any change", () =>
    run(async (stores, tenantId) => {
      const change = aNoticedChange(tenantId, 1_000);
      await stores.history.record(change);
      expect(await stores.factIds(tenantId)).toEqual([change.fact.factId]);
      const waiting = await stores.outbox.waiting(2_000, 10);
      expect(waiting.filter((event) => event.tenantId === tenantId)).toEqual(change.events);
    }));
});

describe.each(STORE_WORLDS)("removals $name", (world) => {
  const run = casesIn(world);

  it("are due from the end of a backup on, and once more from its deletion on", () =>
    run(async (stores, tenantId) => {
      const { backups, history, removals, clock } = stores;
      const [lease] = await atStep(stores, tenantId, "seal");
      const due = async (before: number) =>
        (await removals.due(before, 100)).filter((removal) => removal.tenantId === tenantId);
      expect(await due(Number.MAX_SAFE_INTEGER)).toEqual([]);
      const at = clock.now();
      const keptUntil = at + 1_000_000;
      await backups.publish(lease, anArchive({ keptUntil }), aNoticedChange(tenantId, at));

      const removal = { tenantId, backupId: "b1", dueAt: at };
      expect(await due(at)).toEqual([]);
      expect(await due(at + 1)).toEqual([removal]);
      const archive = anArchive({ keptUntil });
      await history.remove(aBackup({ tenantId, archive }), aNoticedChange(tenantId, at + 5));
      await removals.complete(removal);
      await removals.postpone(removal, at + 10);

      expect(await due(at + 5)).toEqual([]);
      expect(await due(at + 6)).toEqual([{ ...removal, dueAt: at + 5 }]);
    }));

  it("are postponed, and over once complete", () =>
    run(async (stores, tenantId) => {
      const { history, removals, clock } = stores;
      await accepted(stores, tenantId, { backupId: "b1" });
      const at = clock.now();
      await history.cancel(aBackup({ tenantId }), aChange(tenantId, at));
      const due = async () => (await removals.due(at + 1_000, 100)).filter((each) => each.tenantId === tenantId);
      const removal = { tenantId, backupId: "b1", dueAt: at };
      expect(await due()).toEqual([removal]);

      await removals.postpone(removal, at + 1_000);
      expect(await due()).toEqual([]);
      await removals.complete({ ...removal, dueAt: at + 1_000 });
      clock.advance(10_000);
      expect((await removals.due(at + 10_000, 100)).filter((each) => each.tenantId === tenantId)).toEqual([]);
    }));
});
