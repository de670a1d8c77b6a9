import { isDeepStrictEqual } from "node:util";
import {
  RETENTION_GRACE_MS,
  type RetentionReview,
  type RetentionReviews,
} from "../../functions/domain/retention/retention-reviews.ts";
import { store } from "./memory-backups.ts";
import { keyOf, type MemoryWorld } from "./memory-world.ts";

export function memoryRetentionReviews(world: MemoryWorld): RetentionReviews {
  const { retentionReviews: reviews } = world;
  const isAsSeen = ({ tenantId, dueAt }: RetentionReview): boolean => reviews.get(tenantId)?.dueAt === dueAt;
  const isHandedOut = (key: string, now: number): boolean => (world.handOuts.get(key)?.endsAt ?? 0) > now;
  return {
    due: async (before, limit) =>
      [...reviews.values()]
        .filter(({ dueAt }) => dueAt < before)
        .sort((a, b) => a.dueAt - b.dueAt)
        .slice(0, limit),
    async postpone(review, dueAt) {
      if (isAsSeen(review)) reviews.set(review.tenantId, { ...review, dueAt });
    },
    async end(review) {
      if (isAsSeen(review)) reviews.delete(review.tenantId);
    },
    async isWanted({ tenantId, backupId }, now) {
      const openings = [...world.openings.values()].filter(
        (opening) => opening.tenantId === tenantId && opening.backupId === backupId,
      );
      return isHandedOut(keyOf(tenantId, backupId), now) || openings.some(({ endsAt }) => endsAt > now);
    },
    async remove({ tenantId, backupId, archive }, seen, change) {
      const key = keyOf(tenantId, backupId);
      const before = world.backups.get(key);
      const tenant = world.tenants.get(tenantId);
      if (before?.state !== "ready" || before.isPinned || isHandedOut(key, change.at)) return false;
      if (!tenant || !isDeepStrictEqual(tenant.settings.backupRetention, seen.settings.backupRetention)) return false;
      store(world, { ...before, state: "deleted" }, change);
      const dueAt = Math.max(change.at + RETENTION_GRACE_MS, archive?.keptUntil ?? 0);
      world.removals.set(key, { tenantId, backupId, dueAt });
      return true;
    },
  };
}
