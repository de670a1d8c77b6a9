import type { BackupTokens } from "../../functions/domain/token/backup-tokens.ts";
import { hastenSchedule } from "./memory-schedules.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryBackupTokens(world: MemoryWorld): BackupTokens {
  return {
    find: async (tenantId, userId) => world.tokens.get(keyOf(tenantId, userId)),
    list: async (tenantId) => [...world.tokens.values()].filter((token) => token.tenantId === tenantId),
    async replace(token, replaces, change) {
      const key = keyOf(token.tenantId, token.userId);
      if (world.tokens.get(key)?.tokenId !== replaces) return false;
      world.tokens.set(key, token);
      hastenSchedule(world, token.tenantId, replaces);
      commitChange(world, change);
      return true;
    },
    async endWait({ tenantId, userId, tokenId }, at, change) {
      const key = keyOf(tenantId, userId);
      const live = world.tokens.get(key);
      if (live?.tokenId !== tokenId || live.waitEndedAt !== undefined) return false;
      world.tokens.set(key, { ...live, waitEndedAt: at });
      commitChange(world, change);
      return true;
    },
    async revoke({ tenantId, userId, tokenId }, change) {
      const key = keyOf(tenantId, userId);
      if (world.tokens.get(key)?.tokenId !== tokenId) return false;
      world.tokens.delete(key);
      hastenSchedule(world, tenantId, tokenId);
      commitChange(world, change);
      return true;
    },
  };
}
