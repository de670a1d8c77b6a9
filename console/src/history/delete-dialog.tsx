import { coffer } from "../api/coffer-api.ts";
import type { Backup } from "../api/wire.ts";
import { day, when } from "../format.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";

interface DeleteDialogProps {
  readonly backup: Backup;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteDialog({ backup, onClose, onDeleted }: DeleteDialogProps) {
  const text = words.remove;
  const canProve = useCanProve("delete");
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p>{text.what(when(backup.createdAt), backup.keptUntil ? day(backup.keptUntil) : "")}</p>
      <ActionForm
        canSubmit={canProve}
        action={(fields) => coffer.remove(backup.id, proofIn(fields))}
        onDone={onDeleted}
        submit={text.submit}
        isDanger
        onCancel={onClose}
      >
        <ProofFields errand="delete" />
      </ActionForm>
    </Dialog>
  );
}
