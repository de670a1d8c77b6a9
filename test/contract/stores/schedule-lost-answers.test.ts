import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_RETRY } from "../../../functions/adapters/resilience/retry.ts";
import type { FaultEffect } from "../../../infra/local/faults.ts";
import {
  aBackup,
  aBackupToken,
  aChange,
  aFact,
  aNoticedChange,
  anAcceptance,
  anArchive,
} from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { atStep } from "../../support/at-step.ts";
import { aSchedule } from "../../support/schedule-world.ts";
import { type Stores, type TableService, tableService } from "../../support/stores.ts";

const tenantId = "acme";
const FAULTS: readonly { readonly fault: string; readonly effect: FaultEffect; readonly times: number }[] = [
  { fault: "a lost answer", effect: { kind: "drop-answer" }, times: 1 },
  { fault: "a lost request", effect: { kind: "drop-request" }, times: 1 },
  { fault: "a conflict", effect: { kind: "refuse", status: 400, code: "TransactionConflict" }, times: 1 },
  { fault: "every answer lost", effect: { kind: "drop-answer" }, times: DEFAULT_RETRY.attemptsMax },
];

/** Set, started, its token revoked: three transactions after the token's own. */
async function schedule(stores: Stores): Promise<readonly unknown[]> {
  const { schedules, tokens, clock } = stores;
  const first = aSchedule(clock.now(), { tenantId });
  const set = await schedules.set(first, undefined, aNoticedChange(tenantId, clock.now()));
  const next = { ...first, revision: 2 };
  const started = await schedules.start(first, next, anAcceptance(aBackup({ tenantId }), { at: clock.now() }));
  return [set, started.outcome, await tokens.revoke(aBackupToken({ tenantId }), aNoticedChange(tenantId, clock.now()))];
}

describe.skipIf(process.env["COFFER_DYNAMODB_ENDPOINT"] !== undefined)("while the table fails", () => {
  let service: TableService;
  beforeAll(async () => {
    service = await tableService();
  });
  afterEach(() => service.local?.faults.disarm());
  afterAll(() => service.close());

  it.each(FAULTS)("a schedule is set, starts and loses its token once each: $fault", async ({ effect, times }) => {
    for (const nth of [1, 2, 3]) {
      const stores = await service.open();
      await stores.tokens.replace(aBackupToken({ tenantId }), undefined, aChange(tenantId, 1));
      service.local?.faults.arm({ operation: "TransactWriteItems", nth, times, effect });

      expect(await schedule(stores), `at transaction ${nth}`).toEqual(["set", "accepted", true]);

      service.local?.faults.disarm();
      expect(await stores.schedules.find(tenantId)).toMatchObject({ revision: 3 });
      expect(await stores.schedules.due(stores.clock.now() + 1, 10)).toHaveLength(1);
      expect(await stores.backups.find(tenantId, "b1")).toMatchObject({ state: "queued" });
      expect(await stores.factIds(tenantId)).toHaveLength(4);
      expect(await stores.outbox.waiting(stores.clock.now() + 1, 10)).toHaveLength(3);
    }
  });

  it.each(FAULTS)("retention removes a backup once: $fault", async ({ effect, times }) => {
    const stores = await service.open();
    const { reviews, backups, tenants, removals, clock } = stores;
    const tenant = aTenant({ tenantId });
    await tenants.register(tenant, aFact({ tenantId }));
    const [lease] = await atStep(stores, tenantId, "seal");
    const archive = anArchive({ keptUntil: 0 });
    await backups.publish(lease, archive, aNoticedChange(tenantId, clock.now()));
    const before = (await stores.factIds(tenantId)).length;
    service.local?.faults.arm({ operation: "TransactWriteItems", nth: 1, times, effect });

    expect(await reviews.remove(aBackup({ tenantId, archive }), tenant, aChange(tenantId, clock.now()))).toBe(true);

    service.local?.faults.disarm();
    expect(await backups.find(tenantId, "b1")).toMatchObject({ state: "deleted" });
    expect(await removals.due(Number.MAX_SAFE_INTEGER, 10)).toHaveLength(1);
    expect(await stores.factIds(tenantId)).toHaveLength(before + 1);
  });
});
