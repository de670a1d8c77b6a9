import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { MadeToken } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { ProofFields, useCanProve } from "../parts/proof-fields.tsx";
import { proofIn } from "../parts/proof-in.ts";
import { words } from "../words.ts";
import { MadeTokenNote } from "./made-token-note.tsx";

interface MakeTokenDialogProps {
  /** `reset`: there is one, and it ends. */
  readonly word: "create" | "reset";
  readonly nextUsableFrom: string | null;
  /** `isMade`: there is one that was not there before. */
  readonly onClose: (isMade: boolean) => void;
}

/** Word, password and code; then the token, once. */
export function MakeTokenDialog({ word, nextUsableFrom, onClose }: MakeTokenDialogProps) {
  const [made, setMade] = useState<MadeToken>();
  const canProve = useCanProve("token");
  const text = words.makeToken[word];
  if (made) {
    return (
      <Dialog title={words.madeToken.title} onClose={() => onClose(true)} isSticky>
        <MadeTokenNote made={made} onStored={() => onClose(true)} />
      </Dialog>
    );
  }
  const hasToWait = nextUsableFrom !== null && Date.parse(nextUsableFrom) > Date.now() + 1000;
  return (
    <Dialog title={text.title} onClose={() => onClose(false)}>
      <p>{text.intro}</p>
      {hasToWait ? (
        <p class="note">
          {words.makeToken.waits} <Countdown until={nextUsableFrom} />. {words.makeToken.why}
        </p>
      ) : (
        <p class="quiet">{words.makeToken.atOnce}</p>
      )}
      <ActionForm
        canSubmit={canProve}
        action={(fields) => coffer.makeToken(fields("confirmation").trim(), proofIn(fields))}
        onDone={setMade}
        submit={text.submit}
        isDanger={word === "reset"}
        onCancel={() => onClose(false)}
      >
        {canProve && (
          <div class="field">
            <label for="confirmation">{words.makeToken.confirmation(word)}</label>
            <input
              id="confirmation"
              name="confirmation"
              class="short"
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              required
            />
          </div>
        )}
        <ProofFields errand="token" path="/token" />
      </ActionForm>
    </Dialog>
  );
}
