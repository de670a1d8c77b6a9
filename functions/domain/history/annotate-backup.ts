import type { Backup } from "../backup/backup.ts";
import { Failure } from "../failure.ts";
import type { NoticeOf } from "../notice/notice-event.ts";
import { UNPINNED_KEPT_MS } from "../retention/retained.ts";
import type { BackupNote } from "./backup-history.ts";
import type { HistoryDeps } from "./cancel-backup.ts";
import { findChangeable, findVisible } from "./find-visible.ts";
import { type Doer, personChange, personOf } from "./history-change.ts";
import { isLabel } from "./label.ts";

/**
 * Names a backup, or keeps it from retention. Neither needs a proof, so a pin that is taken away counts for seven days more,
 * and every administrator is told. Throws what `findChangeable` throws, and `constraint-violation`.
 */
export const annotateBackup = async (
  deps: HistoryDeps,
  doer: Doer,
  backupId: string,
  note: BackupNote,
): Promise<Backup> => {
  const backup = await findChangeable(deps, { ...doer, backupId });
  const label = note.label?.trim();
  if (label !== undefined && !isLabel(label)) throw new Failure("constraint-violation", { attribute: "label" });
  const isPinned = note.isPinned === (backup.isPinned ?? false) ? undefined : note.isPinned;
  const wished = {
    ...(label === undefined ? {} : { label }),
    ...(isPinned === undefined ? {} : { isPinned }),
    ...(isPinned ? { pinnedBy: doer.user.userId } : {}),
  };
  if (Object.keys(wished).length === 0) return backup;
  const details = {
    backupId,
    ...(label === undefined ? {} : { label }),
    ...(isPinned === undefined ? {} : { pinned: isPinned }),
  };
  const isTold = isPinned === false && !isOwnAndYoung(backup, doer.user.userId, deps.clock.now());
  const notice = isTold ? unpinnedNotice(deps, doer, backup) : undefined;
  const change = personChange(deps, doer, "backup.annotated", details, notice);
  // It can only have been deleted in the meantime.
  if (!(await deps.history.annotate(backup, wished, change))) throw new Failure("not-found");
  return findVisible(deps, { ...doer, backupId });
};

const DAY_MS = 24 * 3_600_000;

/** Nobody has relied yet on a pin of today, so whoever set it takes it away without a mail: else mailboxes could be flooded. */
const isOwnAndYoung = ({ pinnedBy, pinnedAt = 0 }: Backup, userId: number, now: number): boolean =>
  pinnedBy === userId && now < pinnedAt + DAY_MS;

const unpinnedNotice = (
  { clock }: HistoryDeps,
  { user }: Doer,
  { backupId, requestedAt, label }: Backup,
): NoticeOf<"backup-unpinned"> => ({
  kind: "backup-unpinned",
  about: personOf(user),
  backupId,
  requestedAt,
  keptUntil: clock.now() + UNPINNED_KEPT_MS,
  ...(label === undefined ? {} : { label }),
});
