import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { Backup } from "../api/wire.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { words } from "../words.ts";

/** A name for it, and whether retention has to leave it alone. */
export function BackupNote({ backup, onChanged }: { readonly backup: Backup; readonly onChanged: () => void }) {
  const [isSaved, setSaved] = useState(false);
  const text = words.note;
  return (
    <details>
      <summary>{text.title}</summary>
      <ActionForm
        action={(fields) => {
          setSaved(false);
          return coffer.annotate(backup.id, { label: fields("label").trim(), pinned: fields("pinned") === "on" });
        }}
        onDone={() => {
          setSaved(true);
          onChanged();
        }}
        submit={text.submit}
      >
        <div class="field">
          <label for="label">{text.label}</label>
          <input id="label" name="label" maxLength={100} defaultValue={backup.label ?? ""} autocomplete="off" />
        </div>
        <label class="choice">
          <input type="checkbox" name="pinned" defaultChecked={backup.pinned} />
          <span>{text.pinned}</span>
        </label>
      </ActionForm>
      <p role="status" class="quiet">
        {isSaved && text.saved}
      </p>
    </details>
  );
}
