import type { DownloadGrants } from "../../functions/domain/download/download-grant.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryDownloadGrants(world: MemoryWorld): DownloadGrants {
  return {
    find: async ({ tenantId, signInId }, backupId, extractId = "") =>
      world.grants.get(keyOf(tenantId, signInId, backupId, extractId)),
    async takeLink({ tenantId, signInId, backupId, extract, grantId }, session, fact) {
      const key = keyOf(tenantId, signInId, backupId, extract?.extractId ?? "");
      const grant = world.grants.get(key);
      const isOpen = grant?.grantId === grantId && grant.linksLeft > 0 && grant.endsAt > world.clock.now();
      if (grant === undefined || !isOpen || !world.sessions.has(keyOf(tenantId, session.idHash))) return false;
      world.grants.set(key, { ...grant, linksLeft: grant.linksLeft - 1 });
      commitChange(world, { events: [], fact });
      return true;
    },
  };
}
