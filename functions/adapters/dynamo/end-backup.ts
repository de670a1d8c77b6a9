import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { type Backup, isEnded } from "../../domain/backup/backup.ts";
import type { Change } from "../../domain/backup/backup-store.ts";
import { Failure } from "../../domain/failure.ts";
import { freeSlot } from "./advance-backup.ts";
import { decodeBackup } from "./backup-row.ts";
import { updateBackup } from "./backup-update.ts";
import { commit } from "./change-writes.ts";
import { write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { backupKey, STEP_PREFIX, stepsPk } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { dueRemoval } from "./removal-row.ts";

/** Of the 100 writes a transaction may have, some are for the change itself. */
const STEPS_IN_TRANSACTION_MAX = 80;
const LOOKS_MAX = 10;

/**
 * Ends a live backup without an archive, together with its live steps: the transaction insists on the revision that stood
 * when the steps were read, so that no step started meanwhile is left behind, and looks again if there is another.
 */
export async function endBackup(
  deps: DynamoDeps,
  { tenantId, backupId }: Backup,
  end: Pick<Backup, "state" | "failure">,
  change: Change,
): Promise<boolean> {
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const item = await readItem(deps, backupKey(tenantId, backupId));
    if (item === undefined) return false;
    const { state } = decodeBackup(item);
    const steps = await stepKeys(deps, tenantId, backupId);
    if (isEnded(decodeBackup(item))) {
      await removeRows(deps, steps);
      return false;
    }
    const update = updateBackup(
      deps.table,
      { tenantId, backupId },
      {
        from: [state],
        where: { revision: item["revision"] },
        set: { ...end, endedAt: change.at },
      },
    );
    const removed = steps.slice(0, STEPS_IN_TRANSACTION_MAX);
    const outcome = await commit<"backup">(
      deps,
      [
        { guards: "backup", write: update },
        { write: freeSlot(deps.table, tenantId, backupId) },
        { write: dueRemoval(deps.table, { tenantId, backupId, dueAt: change.at }) },
        ...removed.map((key) => ({ write: { Delete: { TableName: deps.table, Key: key } } })),
      ],
      change,
    );
    if (outcome.isApplied) {
      await removeRows(deps, steps.slice(STEPS_IN_TRANSACTION_MAX));
      return true;
    }
  }
  throw new Failure("service-busy", { backupId });
}

async function stepKeys(deps: DynamoDeps, tenantId: string, backupId: string) {
  const keys: { readonly pk: unknown; readonly sk: unknown }[] = [];
  const rows = queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": stepsPk(tenantId, backupId), ":prefix": STEP_PREFIX },
    ProjectionExpression: "pk, sk",
    ConsistentRead: true,
  });
  for await (const { pk, sk } of rows) keys.push({ pk, sk });
  return keys;
}

async function removeRows(
  deps: DynamoDeps,
  keys: readonly { readonly pk: unknown; readonly sk: unknown }[],
): Promise<void> {
  for (const key of keys) {
    const command = new DeleteCommand({ TableName: deps.table, Key: { ...key } });
    await write(deps, () => deps.client.send(command));
  }
}
