import type { Removal, Removals } from "../../functions/domain/history/removals.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryRemovals({ removals }: MemoryWorld): Removals {
  const asSeen = ({ tenantId, backupId, dueAt }: Removal): string | undefined => {
    const key = keyOf(tenantId, backupId);
    return removals.get(key)?.dueAt === dueAt ? key : undefined;
  };
  return {
    due: async (before, limit) =>
      [...removals.values()]
        .filter(({ dueAt }) => dueAt < before)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit),
    async postpone(removal, until) {
      const key = asSeen(removal);
      if (key !== undefined) removals.set(key, { ...removal, dueAt: until });
    },
    async complete(removal) {
      const key = asSeen(removal);
      if (key !== undefined) removals.delete(key);
    },
  };
}
