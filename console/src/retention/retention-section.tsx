import { useState } from "preact/hooks";
import type { Settings } from "../api/wire.ts";
import { Countdown } from "../parts/countdown.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { RetentionDialog } from "./retention-dialog.tsx";

interface RetentionSectionProps {
  readonly settings: Settings;
  /** Resolves once the page shows what holds now. */
  readonly onChanged: (settings: Settings) => Promise<void>;
}

/** How many backups are kept; a shorter wish comes into force later, and can be undone until then. */
export function RetentionSection({ settings, onChanged }: RetentionSectionProps) {
  const [isChanging, setChanging] = useState(isBackFor("retention"));
  const { pending, ...policy } = settings.administrator.backup_retention;
  const text = words.retention;
  const close = (): void => setChanging(false);
  return (
    <section aria-labelledby="retention">
      <h2 id="retention">{text.title}</h2>
      <p>{text.what}</p>
      <dl class="facts">
        {(["daily", "weekly", "monthly"] as const).map((each) => (
          <div key={each}>
            <dt>{text.names[each]}</dt>
            <dd>{policy[each]}</dd>
          </div>
        ))}
      </dl>
      {pending && (
        <p class="note note-warn">
          {text.pending(pending.daily, pending.weekly, pending.monthly)} <Countdown until={pending.actsAt} />.{" "}
          {text.undo}
        </p>
      )}
      <p class="quiet">{text.never}</p>
      {settings._links.update && (
        <div class="actions">
          <button type="button" onClick={() => setChanging(true)}>
            {text.change}
          </button>
        </div>
      )}
      {isChanging && (
        <RetentionDialog policy={policy} onClose={close} onChanged={(changed) => void onChanged(changed).then(close)} />
      )}
    </section>
  );
}
