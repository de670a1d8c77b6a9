import type { DownloadTickets } from "../../functions/domain/download/download-ticket.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryDownloadTickets(world: MemoryWorld): DownloadTickets {
  return {
    async issue(ticket, before, after, fact) {
      if (!world.sessions.delete(keyOf(before.tenantId, before.idHash))) return false;
      world.sessions.set(keyOf(after.tenantId, after.idHash), after);
      world.tickets.set(keyOf(ticket.tenantId, ticket.ticketHash), ticket);
      commitChange(world, { events: [], fact });
      return true;
    },
    find: async (tenantId, ticketHash) => world.tickets.get(keyOf(tenantId, ticketHash)),
    async exchange({ tenantId, ticketHash }, session, grant, change) {
      const key = keyOf(tenantId, ticketHash);
      const isLive = (world.tickets.get(key)?.endsAt ?? 0) > world.clock.now();
      if (!isLive || !world.sessions.has(keyOf(tenantId, session.idHash))) return false;
      world.tickets.delete(key);
      world.grants.set(keyOf(tenantId, grant.signInId, grant.backupId, grant.extract?.extractId ?? ""), grant);
      commitChange(world, change);
      return true;
    },
  };
}
