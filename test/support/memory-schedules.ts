import type { Change } from "../../functions/domain/backup/backup-store.ts";
import { dueAtOf, type Schedule } from "../../functions/domain/schedule/schedule.ts";
import type { Schedules } from "../../functions/domain/schedule/schedules.ts";
import { accept } from "./memory-backups.ts";
import { commitChange, keyOf, type MemoryWorld } from "./memory-world.ts";

export function memorySchedules(world: MemoryWorld): Schedules {
  const { schedules } = world;
  const stored = (tenantId: string): Schedule | undefined => schedules.get(tenantId)?.schedule;
  const isAsSeen = (seen: Schedule): boolean => {
    const now = stored(seen.tenantId);
    return now?.scheduleId === seen.scheduleId && now.revision === seen.revision;
  };
  const put = (schedule: Schedule, change?: Change): void => {
    schedules.set(schedule.tenantId, { schedule, dueAt: dueAtOf(schedule) });
    if (change) commitChange(world, change);
  };
  return {
    find: async (tenantId) => stored(tenantId),
    due: async (before, limit) =>
      [...schedules.values()]
        .filter(({ dueAt }) => dueAt < before)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit)
        .map(({ schedule }) => schedule),
    async set(schedule, seen, change) {
      const { tenantId, holder, tokenId } = schedule;
      if (world.tokens.get(keyOf(tenantId, holder.userId))?.tokenId !== tokenId) return "token-refused";
      if (seen ? !isAsSeen(seen) : stored(tenantId) !== undefined) return "changed";
      put(schedule, change);
      return "set";
    },
    async save(seen, next, change) {
      if (!isAsSeen(seen)) return false;
      put(next, change);
      return true;
    },
    async remove(seen, change) {
      if (!isAsSeen(seen)) return false;
      schedules.delete(seen.tenantId);
      if (change) commitChange(world, change);
      return true;
    },
    async start(seen, next, acceptance) {
      if (!isAsSeen(seen)) return { outcome: "refused", why: "schedule-changed" };
      const outcome = accept(world, acceptance);
      if (outcome.outcome === "accepted") put(next);
      return outcome;
    },
  };
}

/** In the change that ends a token: the schedule that runs by it is due at once. */
export function hastenSchedule(world: MemoryWorld, tenantId: string, tokenId: string | undefined): void {
  const found = world.schedules.get(tenantId)?.schedule;
  if (tokenId === undefined || found?.tokenId !== tokenId) return;
  const schedule = { ...found, revision: found.revision + 1 };
  world.schedules.set(tenantId, { schedule, dueAt: world.clock.now() });
}
