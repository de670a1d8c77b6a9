import type { PullDigests } from "../../functions/domain/download/pull-digests.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryPullDigests(world: MemoryWorld): PullDigests {
  return {
    due: async (before, limit) =>
      [...world.pullDigests.values()]
        .filter(({ weekEndsAt }) => weekEndsAt < before)
        .sort((a, b) => a.weekEndsAt - b.weekEndsAt)
        .slice(0, limit),
    async send({ tenantId, weekEndsAt, apiKeyId, pulls }, event, fact) {
      const key = keyOf(tenantId, weekEndsAt, apiKeyId);
      if (world.pullDigests.get(key)?.pulls !== pulls) return false;
      world.pullDigests.delete(key);
      commitChange(world, { events: [event], fact });
      return true;
    },
  };
}
