import type { ArchiveStore } from "../archive/archive-store.ts";
import type { WorkStore } from "../archive/work-store.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { type Backup, isEnded, LIVE_STATES } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { backupPrefix } from "../backup/object-keys.ts";
import { stepChange } from "../backup/step-change.ts";
import { extractsPrefix } from "../extract/extract.ts";
import { Failure } from "../failure.ts";
import type { Clock, Ids, Log } from "../ports.ts";
import type { BackupHistory } from "./backup-history.ts";
import type { Removal, Removals } from "./removals.ts";

export interface RemoveLeftoversDeps {
  readonly removals: Removals;
  readonly backups: BackupStore;
  readonly history: Pick<BackupHistory, "list">;
  readonly workObjects: WorkStore;
  readonly archives: ArchiveStore;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

/** A worker that does not know yet that its backup has ended may write until its invocation is over, 15 minutes at most. */
const LATE_WRITES_MS = 20 * 60_000;
/** The backup after it copies out of it: parts of it are made within minutes. */
const IN_USE_MS = 15 * 60_000;
/** A version that was locked just before its backup was cancelled, or is held: nobody can say here until when. */
const LOCKED_AGAIN_MS = 24 * 3_600_000;

/**
 * Removes what an ended backup left: all of its working objects, and every version but its published archive; of a
 * deleted one that too, once its lock has ended and unless the tenant's next backup is copying out of it; the files that were
 * taken out of it at once. Looks once more when nobody can be writing any more, and day by day at what is locked.
 */
export const removeLeftovers = async (deps: RemoveLeftoversDeps, removal: Removal): Promise<void> => {
  const { tenantId, backupId } = removal;
  const backup = await deps.backups.find(tenantId, backupId);
  // Such a row is written by what ends a backup, and only then; what is not known to have ended is not touched.
  if (!backup || !isEnded(backup)) throw new Failure("internal", { what: "removal of a live backup", backupId });
  const now = deps.clock.now();
  if (backup.state === "deleted") {
    // Files that were taken out of it are nobody's any more, however long its archive is locked.
    await deps.workObjects.removeAll(extractsPrefix(backup));
    const keptUntil = backup.archive?.keptUntil ?? 0;
    if (now < keptUntil) return deps.removals.postpone(removal, keptUntil);
    if (await isCopiedFrom(deps, backup)) return deps.removals.postpone(removal, now + IN_USE_MS);
  }
  const isGone = await removeAll(deps, backup);
  if (!isGone) {
    deps.log.info("archive still locked", { tenantId, backupId });
    return deps.removals.postpone(removal, now + LOCKED_AGAIN_MS);
  }
  const quietAt = (backup.endedAt ?? 0) + LATE_WRITES_MS;
  if (now < quietAt) return deps.removals.postpone(removal, quietAt);
  // The fact first: done twice it is there twice, but never not at all.
  if (backup.state === "deleted") await deps.audit.record(stepChange(deps, backup, "backup.removed", []).fact);
  return deps.removals.complete(removal);
};

/** A backup that is being made has this one as its previous, or may be about to choose it. */
async function isCopiedFrom({ history }: RemoveLeftoversDeps, { tenantId, backupId }: Backup): Promise<boolean> {
  const { backups } = await history.list({ tenantId, states: LIVE_STATES, pageSize: 1 });
  return backups.some(({ dump }) => dump === undefined || dump.previous?.backupId === backupId);
}

/** False: something is locked. */
async function removeAll({ workObjects, archives }: RemoveLeftoversDeps, backup: Backup): Promise<boolean> {
  const prefix = backupPrefix(backup);
  await workObjects.removeAll(prefix);
  return archives.removeVersions(prefix, backup.state === "ready" ? backup.archive?.versionId : undefined);
}
