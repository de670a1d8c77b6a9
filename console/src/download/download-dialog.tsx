import { useState } from "preact/hooks";
import type { Backup, Grant, Opening } from "../api/wire.ts";
import { bytes, clock, when } from "../format.ts";
import { useInstallation } from "../installation.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Done } from "../parts/done.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";
import { openGrant, startDownload } from "./open-grants.ts";
import { proveForDownload } from "./prove-for-download.ts";
import { WaitingNote } from "./waiting-note.tsx";

/** The proof that it is they, then the browser's download; a link that is over is had again by one button. */
export function DownloadDialog({ backup, onClose }: { readonly backup: Backup; readonly onClose: () => void }) {
  const [grant, setGrant] = useState(openGrant(backup.id));
  const [opening, setOpening] = useState<Opening>();
  const text = words.download;
  const begin = (opened: Grant): void => {
    startDownload(backup.id, opened);
    setGrant(openGrant(backup.id));
  };
  const canProve = useCanProve("download");
  const hasToWait = useInstallation().session?.confirmation === "wait";
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p>{text.what(when(backup.createdAt), backup.size === null ? "" : bytes(backup.size))}</p>
      {opening ? (
        <WaitingNote opening={opening} onClose={onClose} />
      ) : grant ? (
        <Done
          text={text.begun}
          onClose={onClose}
          more={
            <button type="button" onClick={() => begin(grant)}>
              {text.againSubmit}
            </button>
          }
        >
          <p>{text.again(clock(grant.expiresAt), grant.linksLeft)}</p>
        </Done>
      ) : (
        <ActionForm
          canSubmit={canProve}
          action={(fields) => proveForDownload(backup.id, proofIn(fields))}
          onDone={(got) => (got._type === "DownloadGrant" ? begin(got) : setOpening(got))}
          submit={hasToWait ? text.ask : text.submit}
          onCancel={onClose}
        >
          <p>{text.why}</p>
          <ProofFields errand="download" path={backupPath(backup.id)} />
          {hasToWait && <p>{text.askedBefore}</p>}
        </ActionForm>
      )}
    </Dialog>
  );
}
