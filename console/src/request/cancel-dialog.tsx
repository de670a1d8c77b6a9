import { coffer } from "../api/coffer-api.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { words } from "../words.ts";

export function CancelDialog({ backupId, onClose }: { readonly backupId: string; readonly onClose: () => void }) {
  return (
    <Dialog title={words.cancelBackup.title} onClose={onClose}>
      <p>{words.cancelBackup.what}</p>
      <ActionForm
        action={() => coffer.cancel(backupId)}
        onDone={onClose}
        submit={words.cancelBackup.submit}
        isDanger
        onCancel={onClose}
        cancel={words.cancelBackup.keep}
      />
    </Dialog>
  );
}
