import { coffer } from "../api/coffer-api.ts";
import type { Schedule, Settings } from "../api/wire.ts";
import { zone } from "../format.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { words } from "../words.ts";
import { cronOf, USUAL_CRON } from "./due-times.ts";
import { DueTimesFields } from "./due-times-fields.tsx";

interface ScheduleDialogProps {
  /** The one there is. */
  readonly schedule: Schedule | null;
  readonly onClose: () => void;
  readonly onChanged: (settings: Settings) => void;
}

/** When, where the clock is, what, and by which token. */
export function ScheduleDialog({ schedule, onClose, onChanged }: ScheduleDialogProps) {
  const text = words.schedule;
  return (
    <ConfirmDialog
      title={schedule ? text.changeTitle : text.setTitle}
      what={text.setWhat}
      submit={text.submit}
      errand="schedule"
      action={(proof, fields) => {
        const backup_schedule = {
          cron: cronOf(fields("rhythm"), fields("clock"), fields("cron")),
          timeZone: fields("timeZone").trim(),
          attachments: fields("attachments") === "on",
        };
        return coffer.changeSetting({ backup_schedule, backupToken: fields("token").trim() }, proof);
      }}
      onDone={onChanged}
      onClose={onClose}
    >
      <DueTimesFields cron={schedule?.cron ?? USUAL_CRON} timeZone={schedule?.timeZone ?? zone} />
      <label class="choice">
        <input type="checkbox" name="attachments" defaultChecked={schedule?.attachments ?? true} />
        <span>{text.withAttachments}</span>
      </label>
      <div class="field">
        <label for="schedule-token">{words.request.token}</label>
        <input
          id="schedule-token"
          name="token"
          type="password"
          class="secret"
          autocomplete="off"
          aria-describedby="schedule-token-hint"
          required
        />
        <small id="schedule-token-hint">{text.tokenHint}</small>
      </div>
    </ConfirmDialog>
  );
}
