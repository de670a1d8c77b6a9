import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_RETRY } from "../../../functions/adapters/resilience/retry.ts";
import type { FaultEffect } from "../../../infra/local/faults.ts";
import { aFact, aNoticedChange } from "../../support/a-backup.ts";
import { aGrant, aSession, steppedUp } from "../../support/a-download.ts";
import { type Stores, type TableService, tableService } from "../../support/stores.ts";

const tenantId = "acme";
const FAULTS: readonly { readonly fault: string; readonly effect: FaultEffect; readonly times: number }[] = [
  { fault: "a lost answer", effect: { kind: "drop-answer" }, times: 1 },
  { fault: "a lost request", effect: { kind: "drop-request" }, times: 1 },
  { fault: "a conflict", effect: { kind: "refuse", status: 400, code: "TransactionConflict" }, times: 1 },
  { fault: "every answer lost", effect: { kind: "drop-answer" }, times: DEFAULT_RETRY.attemptsMax },
];

/** From the step-up to one link: three transactions. */
async function download(stores: Stores): Promise<boolean> {
  const { ticket, session } = await steppedUp(stores, tenantId);
  const grant = aGrant(stores, { tenantId });
  const isOpen = await stores.tickets.exchange(ticket, session, grant, aNoticedChange(tenantId, stores.clock.now()));
  return isOpen && stores.grants.takeLink(grant, session, aFact({ tenantId, at: stores.clock.now() }));
}

describe.skipIf(process.env["COFFER_DYNAMODB_ENDPOINT"] !== undefined)("a download while the table fails", () => {
  let service: TableService;
  beforeAll(async () => {
    service = await tableService();
  });
  afterEach(() => service.local?.faults.disarm());
  afterAll(() => service.close());

  it.each(FAULTS)("takes one ticket, one grant and one link, each told of once: $fault", async ({ effect, times }) => {
    for (const nth of [1, 2, 3]) {
      const stores = await service.open();
      service.local?.faults.arm({ operation: "TransactWriteItems", nth, times, effect });

      expect(await download(stores), `at transaction ${nth}`).toBe(true);

      service.local?.faults.disarm();
      expect(await stores.grants.find(aSession(stores, { tenantId }), "b1")).toMatchObject({ linksLeft: 9 });
      expect(await stores.tickets.find(tenantId, "h1")).toBeUndefined();
      expect(await stores.sessions.find(tenantId, "s1")).toBeUndefined();
      expect(await stores.outbox.waiting(stores.clock.now() + 1, 10)).toHaveLength(1);
      expect(await stores.factIds(tenantId)).toHaveLength(3);
    }
  });
});
