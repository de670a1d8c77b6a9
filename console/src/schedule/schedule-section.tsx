import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import type { Settings } from "../api/wire.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { isBackFor } from "../session/errand.ts";
import { words } from "../words.ts";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduleFacts } from "./schedule-facts.tsx";

interface ScheduleSectionProps {
  readonly settings: Settings;
  /** Resolves once the page shows what holds now. */
  readonly onChanged: (settings: Settings) => Promise<void>;
}

/** Backups that are made at set times, by an administrator's backup token. */
export function ScheduleSection({ settings, onChanged }: ScheduleSectionProps) {
  const schedule = settings.administrator.backup_schedule;
  const [open, setOpen] = useState<"set" | "end" | undefined>(
    isBackFor("schedule") ? "set" : isBackFor("schedule-end") ? "end" : undefined,
  );
  const text = words.schedule;
  const close = (): void => setOpen(undefined);
  const change = (changed: Settings): void => void onChanged(changed).then(close);
  return (
    <section aria-labelledby="schedule">
      <h2 id="schedule">{text.title}</h2>
      <p>{text.what}</p>
      {schedule ? <ScheduleFacts schedule={schedule} /> : <p class="note">{text.none}</p>}
      {settings._links.update && (
        <div class="actions">
          <button type="button" onClick={() => setOpen("set")}>
            {schedule ? text.change : text.set}
          </button>
          {schedule && (
            <button type="button" class="danger" onClick={() => setOpen("end")}>
              {text.end}
            </button>
          )}
        </div>
      )}
      {open === "set" && <ScheduleDialog schedule={schedule} onClose={close} onChanged={change} />}
      {open === "end" && (
        <ConfirmDialog
          title={text.endTitle}
          what={text.endWhat}
          submit={text.endSubmit}
          isDanger
          errand="schedule-end"
          action={(proof) => coffer.changeSetting({ backup_schedule: null }, proof)}
          onDone={change}
          onClose={close}
        />
      )}
    </section>
  );
}
