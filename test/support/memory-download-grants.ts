import type { DownloadGrants } from "../../functions/domain/download/download-grant.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryDownloadGrants(world: MemoryWorld): DownloadGrants {
  return {
    find: async (tenantId, sessionHash, backupId) => world.grants.get(keyOf(tenantId, sessionHash, backupId)),
    async takeLink({ tenantId, sessionHash, backupId, grantId }, fact) {
      const key = keyOf(tenantId, sessionHash, backupId);
      const grant = world.grants.get(key);
      const isOpen = grant?.grantId === grantId && grant.linksLeft > 0 && grant.endsAt > world.clock.now();
      if (grant === undefined || !isOpen || !world.sessions.has(keyOf(tenantId, sessionHash))) return false;
      world.grants.set(key, { ...grant, linksLeft: grant.linksLeft - 1 });
      commitChange(world, { events: [], fact });
      return true;
    },
  };
}
