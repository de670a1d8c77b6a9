import { coffer } from "../api/coffer-api.ts";
import type { Settings } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";

interface ChangePullDialogProps {
  /** What it is to become. */
  readonly isAllowed: boolean;
  readonly onClose: () => void;
  readonly onChanged: (settings: Settings) => void;
}

export function ChangePullDialog({ isAllowed, onClose, onChanged }: ChangePullDialogProps) {
  const title = isAllowed ? words.pull.switchOn : words.pull.switchOff;
  const canProve = useCanProve("pull");
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{isAllowed ? words.pull.switchOnWhat : words.pull.switchOffWhat}</p>
      <ActionForm
        canSubmit={canProve}
        action={(fields) => coffer.changePull(isAllowed, proofIn(fields))}
        onDone={onChanged}
        submit={title}
        onCancel={onClose}
      >
        <ProofFields errand="pull" />
      </ActionForm>
    </Dialog>
  );
}
