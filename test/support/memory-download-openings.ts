import type { DownloadOpenings } from "../../functions/domain/download/download-opening.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryDownloadOpenings(world: MemoryWorld): DownloadOpenings {
  return {
    async ask(opening, change) {
      const key = keyOf(opening.tenantId, opening.backupId, opening.userId);
      const known = world.openings.get(key);
      if (known && known.endsAt > opening.askedAt) return false;
      world.openings.set(key, opening);
      commitChange(world, change);
      return true;
    },
    find: async (tenantId, backupId, userId) => world.openings.get(keyOf(tenantId, backupId, userId)),
    async use(tenantId, backupId, userId, change) {
      const opening = world.openings.get(keyOf(tenantId, backupId, userId));
      const now = world.clock.now();
      if (!opening || now < opening.opensAt || opening.endsAt <= now) return false;
      commitChange(world, change);
      return true;
    },
    async stop({ tenantId, backupId, userId, askedAt }, change) {
      const key = keyOf(tenantId, backupId, userId);
      if (world.openings.get(key)?.askedAt !== askedAt) return false;
      world.openings.delete(key);
      commitChange(world, change);
      return true;
    },
  };
}
