import { coffer } from "../api/coffer-api.ts";
import type { Settings } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProofFields, proofIn } from "../parts/proof-fields.tsx";
import { words } from "../words.ts";

interface ChangePullDialogProps {
  /** What it is to become. */
  readonly isAllowed: boolean;
  readonly onClose: () => void;
  readonly onChanged: (settings: Settings) => void;
}

export function ChangePullDialog({ isAllowed, onClose, onChanged }: ChangePullDialogProps) {
  const title = isAllowed ? words.pull.switchOn : words.pull.switchOff;
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{isAllowed ? words.pull.switchOnWhat : words.pull.switchOffWhat}</p>
      <ActionForm
        action={(fields) => coffer.changePull(isAllowed, proofIn(fields))}
        onDone={onChanged}
        submit={title}
        onCancel={onClose}
      >
        <ProofFields />
      </ActionForm>
    </Dialog>
  );
}
