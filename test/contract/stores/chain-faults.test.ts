import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { DEFAULT_RETRY } from "../../../functions/adapters/resilience/retry.ts";
import { chainFacts } from "../../../functions/domain/audit/chain-facts.ts";
import { chainWaitingFacts } from "../../../functions/domain/audit/chain-waiting-facts.ts";
import { verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import type { FaultEffect } from "../../../infra/local/faults.ts";
import { aFact } from "../../support/a-backup.ts";
import { keptLog } from "../../support/domain-deps.ts";
import { type TableService, tableService } from "../../support/stores.ts";

const tenantId = "acme";
const LOST: FaultEffect = { kind: "drop-answer" };
const AWAY: FaultEffect = { kind: "refuse", status: 500, code: "InternalServerError" };

// Faults are those of the local service: another endpoint cannot be made to lose answers.
describe.skipIf(process.env["COFFER_DYNAMODB_ENDPOINT"] !== undefined)("chaining, on a table that fails", () => {
  let service: TableService;
  beforeAll(async () => {
    service = await tableService();
  });
  afterEach(() => service.local?.faults.disarm());
  afterAll(() => service.close());

  async function withFacts(count: number) {
    const stores = await service.open();
    const facts = Array.from({ length: count }, (_, n) => aFact({ tenantId, at: n, factId: `f${n}` }));
    await Promise.all(facts.map((fact) => stores.audit.record(fact)));
    return { stores, facts, deps: { chain: stores.chain, log: keptLog() } };
  }

  it.each([
    ["one answer is lost", LOST, 1],
    ["every try's answer is lost", LOST, DEFAULT_RETRY.attemptsMax],
    ["every try is refused", AWAY, DEFAULT_RETRY.attemptsMax],
  ])("gives each fact one place when %s, whichever it is", async (_, effect, times) => {
    // Head, three facts, the write, and what is read back of it: and one call more.
    for (let nth = 1; nth <= 8; nth += 1) {
      const { stores, facts, deps } = await withFacts(3);
      service.local?.faults.arm({ operation: "*", nth, times, effect });
      await chainFacts(deps, tenantId, facts).catch(() => undefined);
      service.local?.faults.disarm();
      await chainWaitingFacts(deps);
      expect(await verifyChain(stores.chain, tenantId), `at call ${nth}`).toEqual({
        head: { position: 3, hash: expect.any(String) },
        tail: { count: 0, first: [] },
      });
    }
  });

  it("keeps up with a thousand facts at once, in 25 writes", async () => {
    const { stores, deps } = await withFacts(1_000);
    await chainWaitingFacts(deps);
    const lines = deps.log.lines.filter((line) => line.includes("facts chained"));
    expect(lines).toHaveLength(1_000 / 40);
    expect(await verifyChain(stores.chain, tenantId)).toMatchObject({ head: { position: 1_000 }, tail: { count: 0 } });
  });

  it("leaves a tenant whose chain is in the way, and serves the others", async () => {
    const { stores, deps } = await withFacts(2);
    await stores.audit.record(aFact({ tenantId: "globex", at: 5, factId: "g1" }));
    const broken = {
      ...deps,
      chain: {
        ...stores.chain,
        append: async (...[head, rows, facts]: Parameters<typeof stores.chain.append>) =>
          facts[0]?.tenantId === tenantId ? ("row-taken" as const) : stores.chain.append(head, rows, facts),
      },
    };
    await expect(chainWaitingFacts(broken)).rejects.toMatchObject({ errors: [{ code: "internal" }] });
    expect((await verifyChain(stores.chain, "globex")).head.position).toBe(1);
    expect((await verifyChain(stores.chain, tenantId)).tail.count).toBe(2);
  });
});
