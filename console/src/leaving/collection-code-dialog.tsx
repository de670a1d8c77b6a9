import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { CollectionCode } from "../api/wire.ts";
import { when } from "../format.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { CopyButton } from "../parts/copy-button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { SecretOnce } from "../parts/secret-once.tsx";
import { words } from "../words.ts";

interface CollectionCodeDialogProps {
  readonly backupId: string;
  readonly onClose: () => void;
}

/** A code that opens the last backup when nobody can sign in any more; shown once. */
export function CollectionCodeDialog({ backupId, onClose }: CollectionCodeDialogProps) {
  const [made, setMade] = useState<CollectionCode>();
  const canProve = useCanProve("collection");
  const text = words.collectionCode;
  return (
    <Dialog key={made?.code} title={made ? text.made : text.title} onClose={onClose} isSticky={made !== undefined}>
      {made ? (
        <SecretOnce secret={made.code} label={text.label} onStored={onClose}>
          <p>{text.how(when(made.endsAt))}</p>
          <pre role="region" tabIndex={0} aria-label={text.command}>
            <code>{collectCommand(location.origin)}</code>
          </pre>
          <div class="actions">
            <CopyButton text={collectCommand(location.origin)} name={text.command} />
          </div>
        </SecretOnce>
      ) : (
        <>
          <p>{text.what}</p>
          <ActionForm
            canSubmit={canProve}
            action={(fields) => coffer.makeCollectionCode(backupId, proofIn(fields))}
            onDone={setMade}
            submit={text.submit}
            onCancel={onClose}
          >
            <ProofFields errand="collection" />
          </ActionForm>
        </>
      )}
    </Dialog>
  );
}

/** Asks for the code without showing it, so that it is in no shell's history. */
const collectCommand = (origin: string): string => `read -r -s -p 'Collection code: ' code
printf '{"code": "%s"}' "$code" | curl --location --fail --output backup.zip \\
  --header 'Content-Type: application/json' --header 'X-Requested-With: Coffer' \\
  --data @- ${origin}/api/v3/collections`;
