import type { Answer } from "../api/call.ts";
import type { Proof } from "../api/wire.ts";
import type { Errand } from "../session/errand.ts";
import { ActionForm } from "./action-form.tsx";
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
  readonly action: (proof: Proof) => Promise<Answer<Body>>;
  readonly onDone: (body: Body) => void;
  readonly onClose: () => void;
}

/** One question, and the proof that it is they who answer it. */
export function ConfirmDialog<Body>({ title, what, errand, action, onClose, ...form }: ConfirmDialogProps<Body>) {
  const canProve = useCanProve(errand);
  return (
    <Dialog title={title} onClose={onClose}>
      <p>{what}</p>
      <ActionForm canSubmit={canProve} action={(fields) => action(proofIn(fields))} onCancel={onClose} {...form}>
        <ProofFields errand={errand} />
      </ActionForm>
    </Dialog>
  );
}
