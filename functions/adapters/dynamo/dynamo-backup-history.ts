import type { BackupState } from "../../domain/backup/backup.ts";
import type { BackupHistory, BackupNote } from "../../domain/history/backup-history.ts";
import { type BackupUpdate, updateBackup } from "./backup-update.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { endBackup } from "./end-backup.ts";
import { listHistory } from "./list-history.ts";
import { dueRemoval } from "./removal-row.ts";

export function dynamoBackupHistory(deps: DynamoDeps): BackupHistory {
  const { table } = deps;

  return {
    list: (wish) => listHistory(deps, wish),

    cancel: (backup, change) => endBackup(deps, backup, { state: "cancelled" }, change),

    async remove(backup, change) {
      const update = updateBackup(table, backup, { from: ["ready"], set: { state: "deleted" } });
      const { tenantId, backupId } = backup;
      const writes = [
        { guards: "state" as const, write: update },
        { write: dueRemoval(table, { tenantId, backupId, dueAt: change.at }) },
      ];
      return (await commit(deps, writes, change)).isApplied;
    },

    async annotate(backup, note, change) {
      const write = updateBackup(table, backup, noteUpdate(note, change.at));
      return (await commit(deps, [{ guards: "state" as const, write }], change)).isApplied;
    },

    async record(change) {
      await commit(deps, [], change);
    },
  };
}

const NOT_DELETED: readonly BackupState[] = ["queued", "dumping", "packing", "sealing", "ready", "failed", "cancelled"];

const noteUpdate = ({ label, isPinned, pinnedBy }: BackupNote, at: number): BackupUpdate => ({
  from: NOT_DELETED,
  set: {
    ...(label === undefined || label === "" ? {} : { label }),
    ...(isPinned === undefined ? {} : { isPinned }),
    ...(isPinned === undefined ? {} : { [isPinned ? "pinnedAt" : "unpinnedAt"]: at }),
    ...(pinnedBy === undefined ? {} : { pinnedBy }),
  },
  ...(label === "" ? { remove: ["label"] } : {}),
});
