import { coffer } from "../api/coffer-api.ts";
import type { Settings } from "../api/wire.ts";
import { ConfirmDialog } from "../parts/confirm-dialog.tsx";
import { words } from "../words.ts";

interface ChangePullDialogProps {
  /** What it is to become. */
  readonly isAllowed: boolean;
  readonly onClose: () => void;
  readonly onChanged: (settings: Settings) => void;
}

export function ChangePullDialog({ isAllowed, onClose, onChanged }: ChangePullDialogProps) {
  const title = isAllowed ? words.pull.switchOn : words.pull.switchOff;
  return (
    <ConfirmDialog
      title={title}
      what={isAllowed ? words.pull.switchOnWhat : words.pull.switchOffWhat}
      submit={title}
      errand="pull"
      action={(proof) => coffer.changeSetting({ backup_api_pull: isAllowed }, proof)}
      onDone={onChanged}
      onClose={onClose}
    />
  );
}
