import {
  type AuditChain,
  type ChainRow,
  type FactKey,
  type KeptFact,
} from "../../functions/domain/audit/audit-chain.ts";
import type { AuditFact } from "../../functions/domain/audit/audit-log.ts";
import { canonicalText } from "../../functions/domain/audit/fact-text.ts";
import { NO_ROW } from "../../functions/domain/audit/walk-chain.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryAuditChain(world: MemoryWorld): AuditChain {
  const placeOf = ({ tenantId, factId }: FactKey) => world.places.get(keyOf(tenantId, factId));
  const rowsOf = (tenantId: string): readonly ChainRow[] => world.chains.get(tenantId) ?? [];
  const headOf = (tenantId: string) => rowsOf(tenantId).at(-1) ?? NO_ROW;
  const keptFact = (fact: AuditFact): KeptFact => ({
    tenantId: fact.tenantId,
    at: fact.at,
    factId: fact.factId,
    text: canonicalText(fact),
    position: placeOf(fact),
    isWaiting: placeOf(fact) === undefined,
    isInPlace: true,
  });

  return {
    waiting: async (limit) =>
      world.facts
        .filter((fact) => placeOf(fact) === undefined)
        .toSorted((a, b) => a.at - b.at)
        .slice(0, limit),

    stillWaiting: async (facts) =>
      facts.flatMap(({ tenantId, factId }) =>
        world.facts
          .filter((fact) => fact.tenantId === tenantId && fact.factId === factId && placeOf(fact) === undefined)
          .map(keptFact),
      ),

    head: async (tenantId) => headOf(tenantId),

    async append(head, rows, facts) {
      const [{ tenantId } = { tenantId: "" }] = facts;
      if (headOf(tenantId).hash !== head.hash) return "head-moved";
      if (facts.some((fact) => placeOf(fact) !== undefined)) return "fact-placed";
      world.chains.set(tenantId, [...rowsOf(tenantId), ...rows]);
      for (const [index, fact] of facts.entries()) {
        world.places.set(keyOf(tenantId, fact.factId), rows[index]?.position ?? 0);
      }
      return "appended";
    },

    rows: async function* (tenantId, after = 0) {
      yield* rowsOf(tenantId).slice(after);
    },

    facts: async function* (tenantId) {
      const own = world.facts.filter((fact) => fact.tenantId === tenantId);
      yield* own.toSorted((a, b) => a.at - b.at).map(keptFact);
    },
  };
}
