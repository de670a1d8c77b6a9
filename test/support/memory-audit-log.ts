import type { AuditLog } from "../../functions/domain/audit/audit-log.ts";
import type { MemoryWorld } from "./memory-world.ts";

export function memoryAuditLog(world: MemoryWorld): AuditLog {
  return {
    async record(fact) {
      const isKnown = world.facts.some((known) => known.tenantId === fact.tenantId && known.factId === fact.factId);
      if (!isKnown) world.facts.push(fact);
    },
  };
}
