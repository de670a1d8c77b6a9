import { useEffect, useState } from "preact/hooks";
import type { Grant } from "../api/wire.ts";
import { openGrant, startDownload } from "../download/open-grants.ts";
import { bytes, clock } from "../format.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Done } from "../parts/done.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";
import { type ChosenFile, rememberChosen } from "./chosen-file.ts";
import { takeOut } from "./take-out.ts";

interface TakeOutDialogProps {
  readonly backupId: string;
  readonly file: ChosenFile;
  readonly onClose: () => void;
}

/** The proof that it is they, then the browser's download of one file. */
export function TakeOutDialog({ backupId, file, onClose }: TakeOutDialogProps) {
  const place = `${backupId}/${file.path}`;
  const [grant, setGrant] = useState(openGrant(place));
  const canProve = useCanProve("file");
  const text = words.takeOut;
  useEffect(() => rememberChosen(backupId, file), [backupId, file]);
  const begin = (opened: Grant): void => {
    startDownload(place, opened);
    setGrant(openGrant(place));
  };
  return (
    <Dialog title={text.title} onClose={onClose}>
      <p class="name">{text.what(file.name, bytes(file.size))}</p>
      {grant ? (
        <Done
          text={words.download.begun}
          onClose={onClose}
          more={
            <button type="button" onClick={() => begin(grant)}>
              {words.download.againSubmit}
            </button>
          }
        >
          <p>{words.download.again(clock(grant.expiresAt), grant.linksLeft)}</p>
        </Done>
      ) : (
        <ActionForm
          canSubmit={canProve}
          action={(fields) => takeOut(backupId, file.path, proofIn(fields))}
          onDone={begin}
          submit={text.submit}
          onCancel={onClose}
        >
          <p>{text.why}</p>
          <ProofFields errand="file" />
        </ActionForm>
      )}
    </Dialog>
  );
}
