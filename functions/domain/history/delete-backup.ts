import type { AuditLog } from "../audit/audit-log.ts";
import type { Backup } from "../backup/backup.ts";
import { Failure, isFailure } from "../failure.ts";
import type { FactorDeps, TypedFactors } from "../session/confirm-factors.ts";
import { confirmPerson } from "../session/confirm-person.ts";
import type { HistoryDeps } from "./cancel-backup.ts";
import { findChangeable } from "./find-visible.ts";
import { type Doer, personChange, personOf } from "./history-change.ts";

export interface DeleteBackupDeps extends HistoryDeps, FactorDeps {
  readonly audit: AuditLog;
}

/**
 * Hides a backup at once and for good, after its person proved themselves once more; no link is given out any more. Its
 * bytes go when its archive's lock ends. Every administrator is told. Throws what `findChangeable` and `confirmPerson`
 * throw, and `nothing-to-delete`; refusals are in the audit log.
 */
export const deleteBackup = async (
  deps: DeleteBackupDeps,
  doer: Doer,
  backupId: string,
  typed: TypedFactors,
): Promise<void> => {
  const backup = await findChangeable(deps, { ...doer, backupId });
  try {
    if (backup.state !== "ready") throw new Failure("nothing-to-delete", { state: backup.state });
    await confirmPerson(deps, doer.tenant, doer.user, typed);
  } catch (error) {
    if (isFailure(error)) {
      await deps.audit.record(personChange(deps, doer, "backup.delete-refused", { backupId, code: error.code }).fact);
    }
    throw error;
  }
  const change = personChange(deps, doer, "backup.deleted", { backupId }, deletedNotice(doer, backup));
  if (!(await deps.history.remove(backup, change))) throw new Failure("not-found");
};

const deletedNotice = ({ user }: Doer, { backupId, requestedAt, archive, label }: Backup) => ({
  kind: "backup-deleted" as const,
  about: personOf(user),
  backupId,
  requestedAt,
  keptUntil: archive?.keptUntil ?? 0,
  ...(label === undefined ? {} : { label }),
});
