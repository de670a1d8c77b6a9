import { describe, expect, it } from "vitest";
import { IDEMPOTENCY_MS } from "../../../functions/domain/backup/backup-store.ts";
import { aBackup, aBackupToken, aChange, aNoticedChange, anAcceptance, dumpWork } from "../../support/a-backup.ts";
import { accept, atStep } from "../../support/at-step.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const addToken = ({ tokens, clock }: Stores, tenantId: string) =>
  tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, clock.now()));

const acceptanceOf = ({ clock }: Stores, tenantId: string, backupId = "b1") =>
  anAcceptance(aBackup({ tenantId, backupId }), { at: clock.now() });

/** Frees the slot the way a failed build does. */
const failIt = ({ backups, clock }: Stores, tenantId: string, backupId: string) =>
  backups.fail(aBackup({ tenantId, backupId }), "no-progress", aNoticedChange(tenantId, clock.now()));

describe.each(STORE_WORLDS)("accepting a backup $name", (world) => {
  const run = casesIn(world);

  it("stores the backup, its event, its step and its fact", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);
      const acceptance = acceptanceOf(stores, tenantId);

      expect(await stores.backups.accept(acceptance)).toEqual({ outcome: "accepted" });

      expect(await stores.backups.find(tenantId, "b1")).toEqual(acceptance.backup);
      const waiting = await stores.outbox.waiting(stores.clock.now() + 1, 100);
      expect(waiting.filter((event) => event.tenantId === tenantId)).toEqual(acceptance.events);
      expect(await stores.leases.acquire(dumpWork(acceptance.backup))).toMatchObject({ fence: 1 });
      expect(await stores.factIds(tenantId)).toContain(acceptance.fact.factId);
    }));

  it("refuses a token that is not the live one, and writes nothing", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);
      const acceptance = acceptanceOf(stores, tenantId);
      const token = { userId: 4, tokenId: "another" };

      const outcome = await stores.backups.accept({ ...acceptance, token });

      expect(outcome).toEqual({ outcome: "refused", why: "backup-token-refused" });
      expect(await stores.backups.find(tenantId, "b1")).toBeUndefined();
      expect(await stores.leases.acquire(dumpWork(acceptance.backup))).toBeUndefined();
      expect(await stores.factIds(tenantId)).not.toContain(acceptance.fact.factId);
      expect(await stores.backups.accept(acceptance)).toEqual({ outcome: "accepted" });
    }));

  it("refuses a token from the moment it is revoked", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);
      await stores.tokens.revoke(aBackupToken({ tenantId }), aChange(tenantId, stores.clock.now()));

      const outcome = await stores.backups.accept(acceptanceOf(stores, tenantId));

      expect(outcome).toEqual({ outcome: "refused", why: "backup-token-refused" });
    }));

  it("refuses a second backup while one is being made", () =>
    run(async (stores, tenantId) => {
      await accept(stores, tenantId, "b1");

      const outcome = await stores.backups.accept(acceptanceOf(stores, tenantId, "b2"));

      expect(outcome).toEqual({ outcome: "refused", why: "backup-pending" });
      expect(await stores.backups.find(tenantId, "b2")).toBeUndefined();
    }));

  it("counts accepted requests by day and refuses the one above the limit", () =>
    run(async (stores, tenantId) => {
      await accept(stores, tenantId, "b1");
      await failIt(stores, tenantId, "b1");
      const second = { ...acceptanceOf(stores, tenantId, "b2"), dailyLimit: 1 };

      expect(await stores.backups.accept(second)).toEqual({ outcome: "refused", why: "daily-limit" });
      expect(await stores.backups.accept({ ...second, day: "2026-02-01" })).toEqual({ outcome: "accepted" });
    }));

  it("refuses everything under a limit of 0", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);

      const outcome = await stores.backups.accept({ ...acceptanceOf(stores, tenantId), dailyLimit: 0 });

      expect(outcome).toEqual({ outcome: "refused", why: "daily-limit" });
    }));

  it("names the token before the repeated key, the key before the slot, the slot before the limit", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      await addToken(stores, tenantId);
      const idempotency = { userId: 7, keyHash: "k", requestHash: "r" };
      await backups.accept({ ...acceptanceOf(stores, tenantId, "b1"), idempotency });
      const all = { ...acceptanceOf(stores, tenantId, "b2"), idempotency, dailyLimit: 1 };
      const { idempotency: _, ...withoutKey } = all;

      expect(await backups.accept({ ...all, token: { userId: 7, tokenId: "no" } })).toMatchObject({
        why: "backup-token-refused",
      });
      expect(await backups.accept(all)).toMatchObject({ why: "idempotency-key-taken" });
      expect(await backups.accept(withoutKey)).toMatchObject({ why: "backup-pending" });
      await backups.fail(aBackup({ tenantId }), "no-progress", aChange(tenantId, clock.now()));
      expect(await backups.accept(withoutKey)).toMatchObject({ why: "daily-limit" });
    }));

  it("remembers who used an idempotency key for what, for its time and no longer", () =>
    run(async (stores, tenantId) => {
      const { backups, clock } = stores;
      await addToken(stores, tenantId);
      const idempotency = { userId: 7, keyHash: "k", requestHash: "r" };
      await backups.accept({ ...acceptanceOf(stores, tenantId, "b1"), idempotency });

      expect(await backups.findIdempotent(tenantId, 7, "k")).toEqual({ backupId: "b1", requestHash: "r" });
      expect(await backups.findIdempotent(tenantId, 8, "k")).toBeUndefined();
      expect(await backups.findIdempotent(tenantId, 7, "other")).toBeUndefined();

      await failIt(stores, tenantId, "b1");
      clock.advance(IDEMPOTENCY_MS + 5_000);
      expect(await backups.findIdempotent(tenantId, 7, "k")).toBeUndefined();
      const again = { ...acceptanceOf(stores, tenantId, "b2"), idempotency };
      expect(await backups.accept(again)).toEqual({ outcome: "accepted" });
      expect(await backups.findIdempotent(tenantId, 7, "k")).toEqual({ backupId: "b2", requestHash: "r" });
    }));

  it("accepts exactly one of 50 requests at once", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);
      const requests = Array.from({ length: 50 }, (_, index) => acceptanceOf(stores, tenantId, `b${index}`));

      const outcomes = await Promise.all(requests.map((request) => stores.backups.accept(request)));

      expect(outcomes.filter(({ outcome }) => outcome === "accepted")).toHaveLength(1);
      const found = await Promise.all(requests.map(({ backup }) => stores.backups.find(tenantId, backup.backupId)));
      expect(found.filter((backup) => backup !== undefined)).toHaveLength(1);
    }));

  it("never accepts more than the daily limit, however often the slot is freed", () =>
    run(async (stores, tenantId) => {
      await addToken(stores, tenantId);
      let accepted = 0;
      for (let round = 0; round < 5; round += 1) {
        const requests = Array.from({ length: 10 }, (_, index) => acceptanceOf(stores, tenantId, `b${round}-${index}`));
        const outcomes = await Promise.all(requests.map((request) => stores.backups.accept(request)));
        for (const [index, { outcome }] of outcomes.entries()) {
          if (outcome !== "accepted") continue;
          accepted += 1;
          await failIt(stores, tenantId, `b${round}-${index}`);
        }
      }
      expect(accepted).toBe(3);
    }));

  it("finds no backup under another tenant or id", () =>
    run(async (stores, tenantId) => {
      await atStep(stores, tenantId, "layout");

      expect(await stores.backups.find("elsewhere", "b1")).toBeUndefined();
      expect(await stores.backups.find(tenantId, "b9")).toBeUndefined();
      expect(await stores.backups.find(tenantId, "x".repeat(5_000))).toBeUndefined();
    }));

  it("takes what the staff ask for: without a token, and uncounted, but in the slot", () =>
    run(async (stores, tenantId) => {
      const { token: _, dailyLimit: __, ...byStaff } = acceptanceOf(stores, tenantId);
      const requestedBy = { userId: 0, login: "support", name: "Support", staffName: "samir" };
      const backup = { ...byStaff.backup, requestedBy };

      expect(await stores.backups.accept({ ...byStaff, backup })).toEqual({ outcome: "accepted" });

      expect(await stores.backups.find(tenantId, "b1")).toEqual(backup);
      await addToken(stores, tenantId);
      const next = acceptanceOf(stores, tenantId, "b2");
      expect(await stores.backups.accept(next)).toEqual({ outcome: "refused", why: "backup-pending" });
      await failIt(stores, tenantId, "b1");
      expect(await stores.backups.accept({ ...next, dailyLimit: 1 })).toEqual({ outcome: "accepted" });
    }));
});
