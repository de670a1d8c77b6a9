import { type Backup, isEnded } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import type { BackupHistory } from "./backup-history.ts";
import { findChangeable } from "./find-visible.ts";
import { type ChangeDeps, type Doer, personChange } from "./history-change.ts";

export interface HistoryDeps extends ChangeDeps {
  readonly backups: BackupStore;
  readonly history: BackupHistory;
}

/**
 * Ends a backup that is being made; the tenant's slot is free at once. Workers find their steps gone and stop; what they
 * leave is the keeper's. Throws what `findChangeable` throws, and `backup-ended`.
 */
export const cancelBackup = async (deps: HistoryDeps, doer: Doer, backupId: string): Promise<Backup> => {
  const backup = await findChangeable(deps, { ...doer, backupId });
  if (isEnded(backup)) throw new Failure("backup-ended", { state: backup.state });
  const change = personChange(deps, doer, "backup.cancelled", { backupId, state: backup.state });
  if (!(await deps.history.cancel(backup, change))) throw new Failure("backup-ended");
  return { ...backup, state: "cancelled", endedAt: change.at };
};
