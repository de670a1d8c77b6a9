import type { BackupState } from "../../domain/backup/backup.ts";
import type { BackupStore, NextPhase } from "../../domain/backup/backup-store.ts";
import type { Lease } from "../../domain/backup/step-leases.ts";
import { acceptBackup } from "./accept-backup.ts";
import { beginDump, completeStep, freeSlot } from "./advance-backup.ts";
import { decodeBackup } from "./backup-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { endBackup } from "./end-backup.ts";
import { isExpired } from "./expiry.ts";
import { backupKey, idempotencyKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import { dueRemoval } from "./removal-row.ts";
import { dueRetention } from "./retention-row.ts";

export function dynamoBackups(deps: DynamoDeps): BackupStore {
  return {
    accept: (acceptance) => acceptBackup(deps, acceptance),

    async findIdempotent(tenantId, userId, keyHash) {
      const item = await readItem(deps, idempotencyKey(tenantId, userId, keyHash));
      if (item === undefined || isExpired(item, deps.clock.now())) return undefined;
      return { backupId: String(item["backupId"]), requestHash: String(item["requestHash"]) };
    },

    async find(tenantId, backupId) {
      const item = await readItem(deps, backupKey(tenantId, backupId));
      return item && decodeBackup(item);
    },

    beginDump: (lease, change) => beginDump(deps, lease, change),

    // The fence says enough of the generation: another could only have been chosen under a newer one.
    completeDump: (lease, dump, change) => completeStep(deps, lease, { from: ["dumping"], set: { dump } }, change),

    completeLayout: (lease, layout, change) =>
      completeStep(
        deps,
        lease,
        present(lease, "dumping", { state: layout.rangesLeft > 0 ? "packing" : "sealing", layout }),
        change,
      ),

    completeRange(lease, rangesLeft, next, change) {
      const update = present(lease, "packing", afterRange(rangesLeft, next));
      const where = { ...update.where, "layout.rangesLeft": rangesLeft, "layout.round": lease.work.range?.round ?? 0 };
      return completeStep(deps, lease, { ...update, where }, change);
    },

    revise(lease, dump, change) {
      const { generation } = lease.work;
      const set = { state: "dumping", generation: generation + 1, dump };
      const update = { from: ["packing", "sealing"], where: { generation }, set, remove: ["layout"] } as const;
      return completeStep(deps, lease, update, change);
    },

    publish(lease, archive, change) {
      const { tenantId, backupId } = lease.work;
      const update = present(lease, "sealing", { state: "ready", archive, endedAt: change.at });
      return completeStep(deps, lease, update, change, [
        { write: freeSlot(deps.table, tenantId, backupId) },
        { write: dueRemoval(deps.table, { tenantId, backupId, dueAt: change.at }) },
        { write: dueRetention(deps.table, { tenantId, dueAt: change.at }) },
      ]);
    },

    fail: (backup, reason, change) => endBackup(deps, backup, { state: "failed", failure: reason }, change),
  };
}

/** A change of the generation that the lease's work belongs to. */
const present = (lease: Lease, from: BackupState, set: Readonly<Record<string, unknown>>) => ({
  from: [from],
  where: { generation: lease.work.generation },
  set,
});

function afterRange(rangesLeft: number, next: NextPhase | undefined): Readonly<Record<string, unknown>> {
  if (next === undefined) return { "layout.rangesLeft": rangesLeft - 1 };
  if (next.phase === "round-2") return { "layout.rangesLeft": next.ranges, "layout.round": 2 };
  return { "layout.rangesLeft": rangesLeft - 1, state: "sealing" };
}
