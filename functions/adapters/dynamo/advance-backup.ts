import type { Change } from "../../domain/backup/backup-store.ts";
import type { Lease } from "../../domain/backup/step-leases.ts";
import { decodeBackup } from "./backup-row.ts";
import { type BackupUpdate, updateBackup } from "./backup-update.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { backupKey, slotKey, stepKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import type { GuardedWrite, TransactWrite } from "./transact.ts";

/** Starts a dump under a generation of its own. The step goes on, so its row is only checked. */
export async function beginDump(deps: DynamoDeps, lease: Lease, change: Change): Promise<number | undefined> {
  const { table } = deps;
  const item = await readItem(deps, backupKey(lease.work.tenantId, lease.work.backupId));
  if (item === undefined) return undefined;
  const before = decodeBackup(item).generation;
  const generation = before + 1;
  const update: BackupUpdate = {
    from: ["queued", "dumping"],
    where: { generation: before },
    set: { state: "dumping", generation },
  };
  const outcome = await commit<"world">(
    deps,
    [
      { guards: "world", write: { ConditionCheck: { TableName: table, Key: stepKey(lease.work), ...isHeld(lease) } } },
      { guards: "world", write: updateBackup(table, lease.work, update) },
    ],
    change,
  );
  return outcome.isApplied ? generation : undefined;
}

/** Moves the backup on and removes the step's row, if the lease is still the newest on it. */
export async function completeStep(
  deps: DynamoDeps,
  lease: Lease,
  update: BackupUpdate,
  change: Change,
  more: readonly GuardedWrite<"world">[] = [],
): Promise<boolean> {
  const { table } = deps;
  const outcome = await commit<"world">(
    deps,
    [
      { guards: "world", write: { Delete: { TableName: table, Key: stepKey(lease.work), ...isHeld(lease) } } },
      { guards: "world", write: updateBackup(table, lease.work, update) },
      ...more,
    ],
    change,
  );
  return outcome.isApplied;
}

const isHeld = ({ fence }: Lease) => ({
  ConditionExpression: "fence = :fence",
  ExpressionAttributeValues: { ":fence": fence },
});

/** Nothing to free is fine; another backup's slot is never freed. */
export const freeSlot = (table: string, tenantId: string, backupId: string): TransactWrite => ({
  Delete: {
    TableName: table,
    Key: slotKey(tenantId),
    ConditionExpression: "attribute_not_exists(pk) OR backupId = :backupId",
    ExpressionAttributeValues: { ":backupId": backupId },
  },
});
