import { describe, expect, it } from "vitest";
import { chainFacts } from "../../../functions/domain/audit/chain-facts.ts";
import { chainWaitingFacts } from "../../../functions/domain/audit/chain-waiting-facts.ts";
import { verifyChain } from "../../../functions/domain/audit/verify-chain.ts";
import { aFact } from "../../support/a-backup.ts";
import { keptLog } from "../../support/domain-deps.ts";
import { casesIn, STORE_WORLDS } from "../../support/store-worlds.ts";
import type { Stores } from "../../support/stores.ts";

const HOUR_MS = 3_600_000;

async function record(stores: Stores, tenantId: string, ats: readonly number[], prefix = "f"): Promise<void> {
  for (const [index, at] of ats.entries()) {
    await stores.audit.record(aFact({ tenantId, at, factId: `${prefix}${index}` }));
  }
}

const chained = async (stores: Stores, tenantId: string): Promise<string[]> => {
  const rows = await Array.fromAsync(stores.chain.rows(tenantId));
  return rows.map(({ text }) => String(JSON.parse(text).factId));
};

describe.each(STORE_WORLDS)("the chain of facts $name", (world) => {
  const run = casesIn(world);

  it("takes facts in the order of their time, and each once", () =>
    run(async (stores, tenantId) => {
      const deps = { chain: stores.chain, log: keptLog() };
      await record(stores, tenantId, [3_000, 1_000, 2_000]);
      expect((await verifyChain(stores.chain, tenantId)).tail.count).toBe(3);

      await chainWaitingFacts(deps);
      await chainWaitingFacts(deps);

      expect(await chained(stores, tenantId)).toEqual(["f1", "f2", "f0"]);
      const check = await verifyChain(stores.chain, tenantId);
      expect(check).toMatchObject({ head: { position: 3 }, tail: { count: 0, first: [] } });
      expect(check.broken).toBeUndefined();
      expect(deps.log.lines.join()).toContain(check.head.hash);
    }));

  it("puts a fact that comes late, or from a clock hours off, behind those that have a place", () =>
    run(async (stores, tenantId) => {
      const deps = { chain: stores.chain, log: keptLog() };
      await record(stores, tenantId, [9_000 + 5 * HOUR_MS, 5 * HOUR_MS]);
      await chainWaitingFacts(deps);
      await record(stores, tenantId, [1_000, 12 * HOUR_MS, 0], "late");
      await chainWaitingFacts(deps);

      expect(await chained(stores, tenantId)).toEqual(["f1", "f0", "late2", "late0", "late1"]);
      expect((await verifyChain(stores.chain, tenantId)).broken).toBeUndefined();
    }));

  it("has one place for each of 90 facts that three consumers take at the same time", () =>
    run(async (stores, tenantId) => {
      const deps = { chain: stores.chain, log: keptLog() };
      await Promise.all(
        Array.from({ length: 90 }, (_, n) => stores.audit.record(aFact({ tenantId, at: n, factId: `f${n}` }))),
      );
      const waiting = (await stores.chain.waiting(1_000)).filter((fact) => fact.tenantId === tenantId);
      expect(waiting).toHaveLength(90);

      await Promise.all(Array.from({ length: 3 }, (_, n) => chainFacts(deps, tenantId, waiting.slice(n * 20))));

      expect(new Set(await chained(stores, tenantId)).size).toBe(90);
      expect(await verifyChain(stores.chain, tenantId)).toMatchObject({ head: { position: 90 }, tail: { count: 0 } });
    }));

  it("appends nothing behind a head that moved, and nothing of a fact that has a place", () =>
    run(async (stores, tenantId) => {
      const deps = { chain: stores.chain, log: keptLog() };
      await record(stores, tenantId, [1, 2]);
      const before = await stores.chain.head(tenantId);
      await chainWaitingFacts(deps);
      const rows = await Array.fromAsync(stores.chain.rows(tenantId));
      const [fact] = await Array.fromAsync(stores.chain.facts(tenantId));
      if (fact === undefined) throw new Error("no fact is kept");

      expect(await stores.chain.append(before, rows.slice(0, 1), [fact])).toBe("head-moved");
      const head = await stores.chain.head(tenantId);
      const next = rows.slice(0, 1).map((row) => ({ ...row, position: 3 }));
      expect(await stores.chain.append(head, next, [fact])).toBe("fact-placed");
      expect(await Array.fromAsync(stores.chain.rows(tenantId))).toEqual(rows);
      expect(await stores.chain.stillWaiting([fact])).toEqual([]);
    }));
});
