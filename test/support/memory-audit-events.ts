import { type AuditEvent, type AuditEvents, pageOf } from "../../functions/domain/audit/audit-events.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryAuditEvents(world: MemoryWorld): AuditEvents {
  return {
    list(wish) {
      const { tenantId, from = 0, to = Number.POSITIVE_INFINITY, after } = wish;
      const events = world.facts
        .filter((fact) => fact.tenantId === tenantId && fact.at >= from && fact.at < to)
        .map((fact): AuditEvent => {
          const position = world.places.get(keyOf(tenantId, fact.factId));
          return { ...fact, ...(position === undefined ? {} : { position }) };
        })
        .filter((event) => after === undefined || cursorOf(event) < after)
        .toSorted((a, b) => (cursorOf(a) < cursorOf(b) ? 1 : -1));
      return pageOf(each(events), wish, cursorOf);
    },
  };
}

async function* each(events: readonly AuditEvent[]): AsyncGenerator<AuditEvent> {
  yield* events;
}

const cursorOf = ({ at, factId }: AuditEvent): string => `${String(at).padStart(14, "0")}#${factId}`;
