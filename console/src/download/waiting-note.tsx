import type { Opening } from "../api/wire.ts";
import { Countdown } from "../parts/countdown.tsx";
import { words } from "../words.ts";

/** A download that was asked for without a proof: it opens a day later. */
export function WaitingNote({ opening, onClose }: { readonly opening: Opening; readonly onClose: () => void }) {
  return (
    <>
      <p class="note" role="status">
        {words.download.opens} <Countdown until={opening.opensAt} />.
      </p>
      <p>{words.download.opensWhat}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={onClose}>
          {words.close}
        </button>
      </div>
    </>
  );
}
