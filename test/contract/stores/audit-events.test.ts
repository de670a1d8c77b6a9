import { describe, expect, it } from "vitest";
import type { AuditWish } from "../../../functions/domain/audit/audit-events.ts";
import { chainWaitingFacts } from "../../../functions/domain/audit/chain-waiting-facts.ts";
import { aFact } from "../../support/a-backup.ts";
import { keptLog } from "../../support/domain-deps.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const list = async (stores: Stores, wish: Omit<AuditWish, "pageSize"> & { readonly pageSize?: number }) => {
  const { events, next } = await stores.events.list({ pageSize: 10, ...wish });
  return { ids: events.map(({ factId }) => factId), next };
};

async function record(stores: Stores, tenantId: string): Promise<void> {
  const user = { kind: "user", userId: 3, login: "cyd", apiKeyId: 11 } as const;
  const support = { kind: "staff", staff: "support", name: "samir" } as const;
  const facts = [
    aFact({
      tenantId,
      factId: "f1",
      at: 0,
      what: "backup.requested",
      actor: user,
      details: { list: ["a"], n: 1, is: true },
    }),
    aFact({ tenantId, factId: "f2", at: 2_000, what: "backup.ready" }),
    aFact({ tenantId, factId: "f3", at: 2_000, what: "tenant.looked-at", actor: support }),
    aFact({ tenantId, factId: "f4", at: 1_770_000_000_000, what: "sign-in.refused", actor: { kind: "anonymous" } }),
  ];
  for (const fact of facts) await stores.audit.record(fact);
}

describe.each(STORE_WORLDS)("the facts of a tenant $name", (world) => {
  const run = casesIn(world);

  it("are listed newest first, as they were written, with the place that they have in the chain", () =>
    run(async (stores, tenantId) => {
      await record(stores, tenantId);
      expect((await list(stores, { tenantId })).ids).toEqual(["f4", "f3", "f2", "f1"]);
      await chainWaitingFacts({ chain: stores.chain, log: keptLog() });
      const { events } = await stores.events.list({ tenantId, pageSize: 10 });
      expect(events.map(({ position }) => position)).toEqual([4, 3, 2, 1]);
      expect(events[3]).toEqual({
        ...aFact({ tenantId, factId: "f1", at: 0, what: "backup.requested" }),
        actor: { kind: "user", userId: 3, login: "cyd", apiKeyId: 11 },
        details: { list: ["a"], n: 1, is: true },
        position: 1,
      });
    }));

  it.each([
    [{ what: "backup" }, ["f2", "f1"]],
    [{ what: "backup.ready" }, ["f2"]],
    [{ actor: { userId: 3 } }, ["f1"]],
    [{ actor: { kind: "support" } }, ["f3"]],
    [{ actor: { kind: "anonymous" } }, ["f4"]],
    [{ from: 2_000 }, ["f4", "f3", "f2"]],
    [{ from: 2_001, to: 1_770_000_000_000 }, []],
    [{ to: 2_000 }, ["f1"]],
    [{ from: -5, to: 2_001 }, ["f3", "f2", "f1"]],
    [{ from: 9_000, to: 10 }, []],
    [{ after: "no cursor" }, ["f4", "f3", "f2", "f1"]],
    [{ after: "00000000002000#f3", from: 2_001 }, []],
    [{ after: "00000000002000#f3", to: 5 }, ["f1"]],
  ] as const)("are narrowed by %j", (wish, found) =>
    run(async (stores, tenantId) => {
      await record(stores, tenantId);
      const { ids } = await list(stores, { tenantId, ...wish });
      expect(ids).toEqual(found);
    }),
  );

  it("come page by page, each once", () =>
    run(async (stores, tenantId) => {
      await record(stores, tenantId);
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const { ids, next } = await list(stores, { tenantId, pageSize: 1, ...(after === undefined ? {} : { after }) });
        seen.push(...ids);
        after = next;
      } while (after !== undefined);
      expect(seen).toEqual(["f4", "f3", "f2", "f1"]);
    }));
});
