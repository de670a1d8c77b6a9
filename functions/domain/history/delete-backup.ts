import type { AuditLog } from "../audit/audit-log.ts";
import { keepRefusal } from "../audit/keep-refusal.ts";
import type { Backup } from "../backup/backup.ts";
import { Failure, isFailure } from "../failure.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { type SignedIn, type StepUpSessionDeps, stepUpSession } from "../session/step-up-session.ts";
import type { HistoryDeps } from "./cancel-backup.ts";
import { findChangeable } from "./find-visible.ts";
import { personChange, personOf } from "./history-change.ts";

export interface DeleteBackupDeps extends HistoryDeps, StepUpSessionDeps {
  readonly audit: AuditLog;
}

/**
 * Hides a backup at once and for good, after its person proved themselves once more; no link is given out any more. Its
 * bytes go when its archive's lock ends. Every administrator is told. Returns the session's new id. Throws what
 * `findChangeable` and `stepUpSession` throw, and `nothing-to-delete`; refusals are in the audit log.
 */
export const deleteBackup = async (
  deps: DeleteBackupDeps,
  doer: SignedIn,
  backupId: string,
  typed: Confirmation,
): Promise<string> => {
  const backup = await findChangeable(deps, { ...doer, backupId });
  let sessionId: string;
  try {
    if (backup.state !== "ready") throw new Failure("nothing-to-delete", { state: backup.state });
    sessionId = await stepUpSession(deps, doer, typed, "delete");
  } catch (error) {
    if (isFailure(error)) {
      const { fact } = personChange(deps, doer, "backup.delete-refused", { backupId, code: error.code });
      await keepRefusal(deps.audit, error, fact);
    }
    throw error;
  }
  const change = personChange(deps, doer, "backup.deleted", { backupId }, deletedNotice(doer, backup));
  if (!(await deps.history.remove(backup, change))) throw new Failure("not-found");
  return sessionId;
};

const deletedNotice = ({ user }: SignedIn, { backupId, requestedAt, archive, label }: Backup) => ({
  kind: "backup-deleted" as const,
  about: personOf(user),
  backupId,
  requestedAt,
  keptUntil: archive?.keptUntil ?? 0,
  ...(label === undefined ? {} : { label }),
});
