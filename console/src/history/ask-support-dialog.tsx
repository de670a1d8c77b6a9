import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useInstallation } from "../installation.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Dialog } from "../parts/dialog.tsx";
import { Done } from "../parts/done.tsx";
import { words } from "../words.ts";

/** A mail to support that names the backup. */
export function AskSupportDialog({ backupId, onClose }: { readonly backupId: string; readonly onClose: () => void }) {
  const [isSent, setSent] = useState(false);
  const { supportMail } = useInstallation();
  const text = words.askSupport;
  return (
    <Dialog title={text.title} onClose={onClose}>
      {isSent ? (
        <Done text={text.sent(supportMail ?? "")} onClose={onClose} />
      ) : (
        <>
          <p>{text.what}</p>
          <ActionForm
            action={(fields) => coffer.askSupport(backupId, fields("message").trim())}
            onDone={() => setSent(true)}
            submit={text.submit}
            onCancel={onClose}
          >
            <div class="field">
              <label for="message">{text.message}</label>
              <textarea id="message" name="message" rows={5} maxLength={1000} />
            </div>
          </ActionForm>
        </>
      )}
    </Dialog>
  );
}
