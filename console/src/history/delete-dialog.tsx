import { coffer } from "../api/coffer-api.ts";
import type { Backup } from "../api/wire.ts";
import { day, when } from "../format.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { words } from "../words.ts";

interface DeleteDialogProps {
  readonly backup: Backup;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export const DeleteDialog = ({ backup, onClose, onDeleted }: DeleteDialogProps) => (
  <ConfirmDialog
    title={words.remove.title}
    what={words.remove.what(when(backup.createdAt), backup.keptUntil ? day(backup.keptUntil) : "")}
    submit={words.remove.submit}
    isDanger
    errand="delete"
    action={(proof) => coffer.remove(backup.id, proof)}
    onDone={onDeleted}
    onClose={onClose}
  />
);
