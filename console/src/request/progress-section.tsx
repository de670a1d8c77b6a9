import { useState } from "preact/hooks";
import type { Backup } from "../api/wire.ts";
import { bytes, clock, number } from "../format.ts";
import { words } from "../words.ts";
import { CancelDialog } from "./cancel-dialog.tsx";

const PHASES = ["queued", "dumping", "packing", "sealing"] as const;

/** How far a backup is that is being made. The page can be closed meanwhile. */
export function ProgressSection({ backup, onChanged }: { readonly backup: Backup; readonly onChanged: () => void }) {
  const [isCancelling, setCancelling] = useState(false);
  const text = words.progress;
  const current = PHASES.findIndex((phase) => phase === backup.state);
  const progress = backup._embedded?.progress;
  const share = progress?.bytes.total ? progress.bytes.done / progress.bytes.total : undefined;
  return (
    <section aria-labelledby="progress">
      <h2 id="progress">{text.title}</h2>
      <p>{text.asked(backup.requester.name)}</p>
      <ol class="phases">
        {PHASES.map((phase, index) => (
          <li
            key={phase}
            class={index < current ? "done" : index === current ? "current" : "open"}
            {...(index === current ? { "aria-current": "step" as const } : {})}
          >
            {text.phases[phase]}
            {index < current && <span class="unseen"> {text.done}</span>}
          </li>
        ))}
      </ol>
      <p class="unseen" role="status">
        {text.now(text.phases[PHASES[current] ?? "queued"])}
      </p>
      <progress aria-label={text.title} {...(share === undefined ? {} : { value: share, max: 1 })} />
      {progress && (
        <p class="figures">
          {progress.entries.total !== null && (
            <span>{text.entries(number(progress.entries.done), number(progress.entries.total))}</span>
          )}
          {progress.bytes.total !== null && (
            <span>{text.bytes(bytes(progress.bytes.done), bytes(progress.bytes.total))}</span>
          )}
          <span>{text.end(clock(progress.expectedEndAt))}</span>
        </p>
      )}
      <p class="quiet">{text.closable}</p>
      {backup._links.cancel && (
        <div class="actions">
          <button type="button" onClick={() => setCancelling(true)}>
            {text.cancel}
          </button>
        </div>
      )}
      {isCancelling && (
        <CancelDialog
          backupId={backup.id}
          onClose={() => {
            setCancelling(false);
            onChanged();
          }}
        />
      )}
    </section>
  );
}

export const isBeingMade = ({ state }: Pick<Backup, "state">): boolean => PHASES.some((phase) => phase === state);
