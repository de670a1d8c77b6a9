import { PULL_SEEN_MS, type Pulls } from "../../functions/domain/download/pulls.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryDownloadPulls(world: MemoryWorld): Pulls {
  return {
    async record({ tenantId, apiKeyId, address, about, weekEndsAt }, firstOne, fact) {
      const key = keyOf(tenantId, apiKeyId, address);
      const seenAt = world.pulls.get(key);
      const now = world.clock.now();
      world.pulls.set(key, now);
      const isNew = seenAt === undefined || now - seenAt >= PULL_SEEN_MS;
      const digest = keyOf(tenantId, weekEndsAt, apiKeyId);
      const pulls = (world.pullDigests.get(digest)?.pulls ?? 0) + 1;
      if (!isNew) world.pullDigests.set(digest, { tenantId, apiKeyId, about, weekEndsAt, pulls });
      commitChange(world, { events: isNew ? [firstOne] : [], fact });
    },
  };
}
