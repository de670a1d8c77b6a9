import type { Backup } from "../../functions/domain/backup/backup.ts";
import { isEnded } from "../../functions/domain/backup/backup.ts";
import {
  type Acceptance,
  type AcceptOutcome,
  type BackupStore,
  type Change,
  IDEMPOTENCY_MS,
} from "../../functions/domain/backup/backup-store.ts";
import type { Lease } from "../../functions/domain/backup/step-leases.ts";
import { commitChange, keyOf, type MemoryWorld, stepId } from "./memory-world.ts";

export function memoryBackups(world: MemoryWorld): BackupStore {
  return {
    accept: async (acceptance) => accept(world, acceptance),
    async findIdempotent(tenantId, userId, keyHash) {
      const first = liveIdempotent(world, keyOf(tenantId, userId, keyHash));
      return first && { backupId: first.backupId, requestHash: first.requestHash };
    },
    find: async (tenantId, backupId) => world.backups.get(keyOf(tenantId, backupId)),

    async beginDump(lease, change) {
      const backup = held(world, lease, (candidate) => candidate.state === "queued" || candidate.state === "dumping");
      if (backup === undefined) return undefined;
      const generation = backup.generation + 1;
      store(world, { ...backup, state: "dumping", generation }, change);
      return generation;
    },
    completeDump: async (lease, dump, change) =>
      complete(world, lease, change, (backup) => (backup.state === "dumping" ? { ...backup, dump } : undefined)),
    completeLayout: async (lease, layout, change) =>
      complete(world, lease, change, (backup) =>
        backup.state === "dumping" && isCurrent(lease, backup)
          ? { ...backup, state: layout.rangesLeft > 0 ? "packing" : "sealing", layout }
          : undefined,
      ),
    completeRange: async (lease, rangesLeft, next, change) =>
      complete(world, lease, change, (backup) => {
        const { layout } = backup;
        if (layout === undefined || backup.state !== "packing" || !isCurrent(lease, backup)) return undefined;
        if (layout.rangesLeft !== rangesLeft || layout.round !== lease.work.range?.round) return undefined;
        if (next?.phase === "round-2") {
          return { ...backup, layout: { ...layout, round: 2, rangesLeft: next.ranges } };
        }
        const state = next?.phase === "sealing" ? "sealing" : "packing";
        return { ...backup, state, layout: { ...layout, rangesLeft: rangesLeft - 1 } };
      }),
    revise: async (lease, dump, change) =>
      complete(world, lease, change, (backup) => {
        const { layout: _, ...unlaid } = backup;
        if ((backup.state !== "packing" && backup.state !== "sealing") || !isCurrent(lease, backup)) return undefined;
        return { ...unlaid, state: "dumping", generation: backup.generation + 1, dump };
      }),
    async publish(lease, archive, change) {
      const isPublished = complete(world, lease, change, (backup) =>
        backup.state === "sealing" && isCurrent(lease, backup)
          ? { ...backup, state: "ready", archive, endedAt: change.at }
          : undefined,
      );
      if (!isPublished) return false;
      leaveNothing(world, lease.work, change.at);
      const { tenantId } = lease.work;
      if (!world.retentionReviews.has(tenantId)) world.retentionReviews.set(tenantId, { tenantId, dueAt: change.at });
      return true;
    },
    fail: async (backup, reason, change) => endBackup(world, backup, { state: "failed", failure: reason }, change),
  };
}

/** Any live state → `end`, with all its steps. */
export function endBackup(
  world: MemoryWorld,
  { tenantId, backupId }: Backup,
  end: Pick<Backup, "state" | "failure">,
  change: Change,
): boolean {
  const backup = world.backups.get(keyOf(tenantId, backupId));
  const isLive = backup !== undefined && !isEnded(backup);
  if (isLive) {
    store(world, { ...backup, ...end, endedAt: change.at }, change);
    leaveNothing(world, backup, change.at);
  }
  for (const [id, { work }] of world.steps) {
    if (work.tenantId === tenantId && work.backupId === backupId) world.steps.delete(id);
  }
  return isLive;
}

export function accept(world: MemoryWorld, acceptance: Acceptance): AcceptOutcome {
  const { backup, token, day, dailyLimit, idempotency } = acceptance;
  const { tenantId } = backup;
  const accepted = world.days.get(keyOf(tenantId, day)) ?? 0;
  const idempotencyKey = idempotency && keyOf(tenantId, idempotency.userId, idempotency.keyHash);
  if (token && world.tokens.get(keyOf(tenantId, token.userId))?.tokenId !== token.tokenId) {
    return { outcome: "refused", why: "backup-token-refused" };
  }
  if (idempotencyKey !== undefined && liveIdempotent(world, idempotencyKey)) {
    return { outcome: "refused", why: "idempotency-key-taken" };
  }
  if (world.slots.has(tenantId)) return { outcome: "refused", why: "backup-pending" };
  if (dailyLimit !== undefined && accepted >= dailyLimit) return { outcome: "refused", why: "daily-limit" };

  if (idempotencyKey !== undefined) {
    world.idempotency.set(idempotencyKey, {
      backupId: backup.backupId,
      requestHash: idempotency?.requestHash ?? "",
      expiresAt: world.clock.now() + IDEMPOTENCY_MS,
    });
  }
  world.slots.set(tenantId, backup.backupId);
  if (dailyLimit !== undefined) world.days.set(keyOf(tenantId, day), accepted + 1);
  store(world, backup, acceptance);
  return { outcome: "accepted" };
}

function liveIdempotent(world: MemoryWorld, key: string) {
  const first = world.idempotency.get(key);
  return first !== undefined && first.expiresAt > world.clock.now() ? first : undefined;
}

/** The backup of a lease that is still the newest on its step, if `isFit`. */
function held(world: MemoryWorld, lease: Lease, isFit: (backup: Backup) => boolean): Backup | undefined {
  if (world.steps.get(stepId(lease.work))?.fence !== lease.fence) return undefined;
  const backup = world.backups.get(keyOf(lease.work.tenantId, lease.work.backupId));
  return backup !== undefined && isFit(backup) ? backup : undefined;
}

/** Moves the backup on and ends the lease's step; false, and nothing written, when `next` gives nothing. */
function complete(
  world: MemoryWorld,
  lease: Lease,
  change: Change,
  next: (backup: Backup) => Backup | undefined,
): boolean {
  const backup = held(world, lease, () => true);
  const moved = backup && next(backup);
  if (moved === undefined) return false;
  world.steps.delete(stepId(lease.work));
  store(world, moved, change);
  return true;
}

const isCurrent = (lease: Lease, backup: Backup): boolean => lease.work.generation === backup.generation;

export function store(world: MemoryWorld, backup: Backup, change: Pick<Change, "events" | "fact">): void {
  world.backups.set(keyOf(backup.tenantId, backup.backupId), backup);
  commitChange(world, change);
}

type BackupKey = Pick<Backup, "tenantId" | "backupId">;

function leaveNothing(world: MemoryWorld, { tenantId, backupId }: BackupKey, dueAt: number): void {
  world.removals.set(keyOf(tenantId, backupId), { tenantId, backupId, dueAt });
  if (world.slots.get(tenantId) === backupId) world.slots.delete(tenantId);
}
