import type { Outbox } from "../../functions/domain/outbox.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryOutbox(world: MemoryWorld): Outbox {
  return {
    waiting: async (olderThan, limit) =>
      [...world.outbox.values()]
        .filter(({ event, sentAt }) => sentAt === undefined && event.at < olderThan)
        .map(({ event }) => event)
        .sort((a, b) => a.at - b.at)
        .slice(0, limit),
    async markSent({ tenantId, eventId }) {
      const row = world.outbox.get(keyOf(tenantId, eventId));
      if (row !== undefined) row.sentAt ??= world.clock.now();
    },
  };
}
