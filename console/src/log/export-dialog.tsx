import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { AuditExport } from "../api/wire.ts";
import { number } from "../format.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Done } from "../parts/done.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";

/** The whole log as a file that proves itself, after a proof; where it is very long, in several. */
export function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [made, setMade] = useState<AuditExport>();
  const [isGoingOn, setGoingOn] = useState(false);
  const canProve = useCanProve("log");
  const text = words.logExport;
  const after = made?.nextAfter ?? 0;
  const begin = (exported: AuditExport): void => {
    setMade(exported);
    setGoingOn(false);
    location.assign(exported.downloadUrl);
  };
  return (
    <Dialog title={text.title} onClose={onClose}>
      {made && !isGoingOn ? (
        <Done
          text={text.begun(number(made.rows))}
          onClose={onClose}
          more={
            made.nextAfter !== null && (
              <button type="button" onClick={() => setGoingOn(true)}>
                {text.goOn}
              </button>
            )
          }
        />
      ) : (
        <>
          <p>{text.what}</p>
          <ActionForm
            canSubmit={canProve}
            action={(fields) => coffer.exportLog(after, proofIn(fields))}
            onDone={begin}
            submit={text.submit}
            onCancel={onClose}
          >
            <ProofFields errand="log" />
          </ActionForm>
        </>
      )}
    </Dialog>
  );
}
