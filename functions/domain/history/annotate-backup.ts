import type { Backup } from "../backup/backup.ts";
import { Failure } from "../failure.ts";
import type { BackupNote } from "./backup-history.ts";
import type { HistoryDeps } from "./cancel-backup.ts";
import { findChangeable, findVisible } from "./find-visible.ts";
import { type Doer, personChange } from "./history-change.ts";
import { isLabel } from "./label.ts";

/** Names a backup, or keeps it from retention. Throws what `findChangeable` throws, and `constraint-violation`. */
export const annotateBackup = async (
  deps: HistoryDeps,
  doer: Doer,
  backupId: string,
  note: BackupNote,
): Promise<Backup> => {
  const backup = await findChangeable(deps, { ...doer, backupId });
  const label = note.label?.trim();
  if (label !== undefined && !isLabel(label)) throw new Failure("constraint-violation", { attribute: "label" });
  const wished = { ...note, ...(label === undefined ? {} : { label }) };
  if (Object.keys(wished).length === 0) return backup;
  const change = personChange(deps, doer, "backup.annotated", {
    backupId,
    ...(label === undefined ? {} : { label }),
    ...(note.isPinned === undefined ? {} : { pinned: note.isPinned }),
  });
  // It can only have been deleted in the meantime.
  if (!(await deps.history.annotate(backup, wished, change))) throw new Failure("not-found");
  return findVisible(deps, { ...doer, backupId });
};
