import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_RETRY } from "../../../functions/adapters/resilience/retry.ts";
import { isFailure } from "../../../functions/domain/failure.ts";
import type { FaultEffect } from "../../../infra/local/faults.ts";
import { aBackup, aBackupToken, aChange, aNoticedChange, anAcceptance, anArchive } from "../../support/a-backup.ts";
import { accept, atStep, leaseOn, startsOf } from "../../support/at-step.ts";
import { type Stores, type TableService, tableService } from "../../support/stores.ts";

const DROPPED: FaultEffect = { kind: "drop-answer" };
const CONFLICT: FaultEffect = { kind: "refuse", status: 400, code: "TransactionConflict" };
/** Every way in which a call can go wrong once and be mended by trying again. */
const ONCE: readonly { readonly fault: string; readonly operation: string; readonly effect: FaultEffect }[] = [
  { fault: "a lost answer", operation: "*", effect: DROPPED },
  { fault: "a lost request", operation: "*", effect: { kind: "drop-request" } },
  { fault: "a throttle", operation: "*", effect: { kind: "refuse", status: 400, code: "ThrottlingException" } },
  { fault: "a server error", operation: "*", effect: { kind: "refuse", status: 500, code: "InternalServerError" } },
  { fault: "a conflict of transactions", operation: "TransactWriteItems", effect: CONFLICT },
  {
    fault: "a conflict with a transaction",
    operation: "UpdateItem",
    effect: { kind: "refuse", status: 400, code: "TransactionConflictException" },
  },
];
const EVERY_TRY = DEFAULT_RETRY.attemptsMax;
const tenantId = "acme";

// Faults are those of the local service: another endpoint cannot be made to lose answers.
describe.skipIf(process.env["COFFER_DYNAMODB_ENDPOINT"] !== undefined)("answers of the table that are lost", () => {
  let service: TableService;
  beforeAll(async () => {
    service = await tableService();
  });
  afterEach(() => service.local?.faults.disarm());
  afterAll(() => service.close());
  const arm = (operation: string, effect: FaultEffect, nth = 1, times = 1) =>
    service.local?.faults.arm({ operation, nth, times, effect });

  it.each(ONCE)(
    "leave exactly one effect of every call from the request to the archive: $fault",
    async ({ operation, effect }) => {
      const untouched = await buildWith(await service.open());
      const calls = untouched.calls();
      expect(calls).toBeGreaterThan(10);
      for (let nth = 1; nth <= calls; nth += 1) {
        const stores = await service.open();
        arm(operation, effect, nth);
        const built = await buildWith(stores);
        service.local?.faults.disarm();
        expect(await built.facts(), `at call ${nth}`).toBe(await untouched.facts());
        expect(await built.events(), `at call ${nth}`).toEqual(await untouched.events());
        expect(await stores.backups.find(tenantId, "b1")).toMatchObject({ state: "ready", generation: 1 });
      }
    },
  );

  it("are read back when every try's answer is lost", async () => {
    const stores = await service.open();
    await stores.tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, stores.clock.now()));
    const acceptance = anAcceptance(aBackup({ tenantId }), { at: stores.clock.now(), dailyLimit: 2 });
    arm("TransactWriteItems", DROPPED, 1, EVERY_TRY);

    expect(await stores.backups.accept(acceptance)).toEqual({ outcome: "accepted" });

    await stores.backups.fail(aBackup({ tenantId }), "internal", aChange(tenantId, stores.clock.now()));
    const next = anAcceptance(aBackup({ tenantId, backupId: "b2" }), { at: stores.clock.now(), dailyLimit: 2 });
    expect(await stores.backups.accept(next)).toEqual({ outcome: "accepted" });
  });

  it("are reported as such when nothing was carried out", async () => {
    const stores = await service.open();
    await stores.tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, stores.clock.now()));
    arm("TransactWriteItems", { kind: "drop-request" }, 1, EVERY_TRY);

    const accepting = stores.backups.accept(anAcceptance(aBackup({ tenantId }), { at: stores.clock.now() }));

    await expect(accepting).rejects.toSatisfy((error) => isFailure(error, "answer-ambiguous"));
    expect(await stores.backups.find(tenantId, "b1")).toBeUndefined();
  });

  it("are no conflicts: those that last are reported as busy", async () => {
    const stores = await service.open();
    arm("TransactWriteItems", CONFLICT, 1, EVERY_TRY);

    const replacing = stores.tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, 1));

    await expect(replacing).rejects.toSatisfy((error) => isFailure(error, "service-busy"));
    expect(await stores.tokens.find(tenantId, 7)).toBeUndefined();
  });

  it("do not make a lease look like another's", async () => {
    const stores = await service.open();
    await accept(stores, tenantId);
    const [work = { tenantId, backupId: "b1", step: "dump" as const, generation: 0 }] = startsOf(tenantId, "dump");
    arm("UpdateItem", DROPPED, 1, EVERY_TRY - 1);

    expect(await stores.leases.acquire(work)).toEqual({ work, fence: 1, attempts: 1 });
    expect(await stores.leases.acquire(work)).toBeUndefined();
  });

  it("do not make a fresh code look used", async () => {
    const stores = await service.open();
    arm("PutItem", DROPPED, 1, 2);

    expect(await stores.attempts.burnCode(tenantId, 1, 100)).toBe(true);
    expect(await stores.attempts.burnCode(tenantId, 1, 100)).toBe(false);
  });

  it("keep the signature that was stored first", async () => {
    const stores = await service.open();
    const backup = aBackup({ tenantId, generation: 1 });
    arm("PutItem", DROPPED, 1, 2);

    expect(await stores.parts.keepSignature(backup, "a")).toBe("a");
    expect(await stores.parts.keepSignature(backup, "b")).toBe("a");
  });

  it("never let an attempt go uncounted, nor one be given back twice", async () => {
    const stores = await service.open();
    const subject = { tenantId, kind: "confirm", subject: "7" } as const;
    const limit = { max: 3, windowMs: 1_000 };
    await stores.attempts.count(subject, limit);
    await stores.attempts.count(subject, limit);
    await stores.attempts.count(subject, limit);
    arm("UpdateItem", DROPPED);

    const givingBack = stores.attempts.giveBack(subject);

    await expect(givingBack).rejects.toSatisfy((error) => isFailure(error, "answer-ambiguous"));
    expect(await stores.attempts.count(subject, limit)).toBeUndefined();
    expect(await stores.attempts.count(subject, limit)).toBeDefined();
  });

  it("are asked for again when reading, and reported as busy when none ever comes", async () => {
    const stores = await service.open();
    await accept(stores, tenantId);
    arm("GetItem", DROPPED, 1, EVERY_TRY - 1);
    expect(await stores.backups.find(tenantId, "b1")).toBeDefined();
    service.local?.faults.disarm();
    arm("Query", DROPPED, 1, EVERY_TRY);

    const listing = stores.tokens.list(tenantId);

    await expect(listing).rejects.toSatisfy((error) => isFailure(error, "service-busy"));
  });

  /** From the request to the archive; says afterwards what is stored, and how many calls it took. */
  async function buildWith(stores: Stores) {
    const { backups, clock, leases } = stores;
    service.local?.faults.resetCounts();
    const [sealing] = await atStep(stores, tenantId, "seal");
    expect(await leases.renew(sealing)).toBe(true);
    await leases.release(sealing);
    const lease = await leaseOn(stores, sealing.work);
    expect(await backups.publish(lease, anArchive(), aNoticedChange(tenantId, clock.now()))).toBe(true);
    const calls = [...(service.local?.faults.counts.values() ?? [])].reduce((sum, count) => sum + count, 0);
    return {
      calls: () => calls,
      facts: async () => (await stores.factIds(tenantId)).length,
      events: async () =>
        (await stores.outbox.waiting(clock.now() + 1, 100))
          .map((event) => (event.kind === "work" ? event.work.step : event.notice.kind))
          .toSorted(),
    };
  }
});
