import { coffer } from "../api/coffer-api.ts";
import type { RetentionPolicy, Settings } from "../api/wire.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { words } from "../words.ts";

/** As the API takes them. */
const BOUNDS = { daily: [1, 366], weekly: [0, 520], monthly: [0, 120] } as const;

interface RetentionDialogProps {
  /** In force now. */
  readonly policy: RetentionPolicy;
  readonly onClose: () => void;
  readonly onChanged: (settings: Settings) => void;
}

export function RetentionDialog({ policy, onClose, onChanged }: RetentionDialogProps) {
  const text = words.retention;
  return (
    <ConfirmDialog
      title={text.changeTitle}
      what={text.changeWhat}
      submit={text.submit}
      errand="retention"
      action={(proof, fields) => {
        const [daily, weekly, monthly] = [Number(fields("daily")), Number(fields("weekly")), Number(fields("monthly"))];
        return coffer.changeSetting({ backup_retention: { daily, weekly, monthly } }, proof);
      }}
      onDone={onChanged}
      onClose={onClose}
    >
      <div class="row">
        {(["daily", "weekly", "monthly"] as const).map((each) => (
          <div key={each} class="field">
            <label for={`retention-${each}`}>{text.names[each]}</label>
            <input
              id={`retention-${each}`}
              name={each}
              type="number"
              class="short"
              min={BOUNDS[each][0]}
              max={BOUNDS[each][1]}
              defaultValue={String(policy[each])}
              required
            />
          </div>
        ))}
      </div>
    </ConfirmDialog>
  );
}
