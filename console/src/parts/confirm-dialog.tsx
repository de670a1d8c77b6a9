import type { ComponentChildren } from "preact";
import type { Answer } from "../api/call.ts";
import type { Proof } from "../api/wire.ts";
import type { Errand } from "../session/errand.ts";
import { ActionForm, type Fields } from "./action-form.tsx";
import { Dialog } from "./dialog.tsx";
import { ProofFields, useCanProve } from "./proof-fields.tsx";
import { proofIn } from "./proof-in.ts";

interface ConfirmDialogProps<Body> {
  readonly title: string;
  /** What happens, and what of it cannot be undone. */
  readonly what: string;
  readonly submit: string;
  readonly isDanger?: boolean;
  readonly errand: Errand;
  readonly action: (proof: Proof, fields: Fields) => Promise<Answer<Body>>;
  readonly onDone: (body: Body) => void;
  readonly onClose: () => void;
  /** What there is to fill in besides, once there is something to prove it by. */
  readonly children?: ComponentChildren;
}

/** One question, and the proof that it is they who answer it. */
export function ConfirmDialog<Body>(props: ConfirmDialogProps<Body>) {
  const { title, what, errand, action, onClose, children, ...form } = props;
  const canProve = useCanProve(errand);
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{what}</p>
      <ActionForm
        canSubmit={canProve}
        action={(fields) => action(proofIn(fields), fields)}
        onCancel={onClose}
        {...form}
      >
        {canProve && children}
        <ProofFields errand={errand} />
      </ActionForm>
    </Dialog>
  );
}
