import type { MadeToken } from "../api/wire.ts";
import { Countdown } from "../parts/countdown.tsx";
import { SecretOnce } from "../parts/secret-once.tsx";
import { words } from "../words.ts";

/** The token, shown this once. */
export function MadeTokenNote({ made, onStored }: { readonly made: MadeToken; readonly onStored: () => void }) {
  const hasToWait = Date.parse(made.usableFrom) > Date.now() + 1000;
  return (
    <SecretOnce secret={made.token} label={words.madeToken.label} onStored={onStored}>
      {hasToWait ? (
        <p class="note">
          {words.madeToken.waits} <Countdown until={made.usableFrom} />.
        </p>
      ) : (
        <p class="quiet">{words.madeToken.atOnce}</p>
      )}
      <p class="quiet">{words.madeToken.mailed}</p>
    </SecretOnce>
  );
}
