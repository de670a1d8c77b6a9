import { useEffect, useRef } from "preact/hooks";
import type { MadeToken } from "../api/wire.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { words } from "../words.ts";

/** The token, shown this once. */
export function MadeTokenNote({ made, onStored }: { readonly made: MadeToken; readonly onStored: () => void }) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);
  const hasToWait = Date.parse(made.usableFrom) > Date.now() + 1000;
  return (
    <>
      <p>{words.madeToken.once}</p>
      <div class="field">
        <label for="made-token">{words.madeToken.label}</label>
        <textarea
          id="made-token"
          ref={field}
          class="secret"
          readOnly
          rows={2}
          spellcheck={false}
          value={made.token}
          onFocus={(event) => event.currentTarget.select()}
        />
        <div class="actions">
          <CopyButton text={made.token} name={words.madeToken.label} />
        </div>
      </div>
      {hasToWait ? (
        <p class="note">
          {words.madeToken.waits} <Countdown until={made.usableFrom} />.
        </p>
      ) : (
        <p class="quiet">{words.madeToken.atOnce}</p>
      )}
      <p class="quiet">{words.madeToken.mailed}</p>
      <div class="actions">
        <button type="button" class="primary" onClick={onStored}>
          {words.madeToken.stored}
        </button>
      </div>
    </>
  );
}
