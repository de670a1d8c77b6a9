import type { Token } from "../api/wire.ts";
import { useInstallation } from "../installation.ts";
import { Countdown } from "../parts/countdown.tsx";
import { Time } from "../parts/time.tsx";
import { useNow } from "../parts/use-now.ts";
import { words } from "../words.ts";

interface OwnTokenProps {
  readonly token: Token | undefined;
  readonly onMake: () => void;
  /** Where there is one. */
  readonly onRevoke?: () => void;
}

/** What a backup token is, and whether the reader has one. */
export function OwnToken({ token, onMake, onRevoke }: OwnTokenProps) {
  const { session } = useInstallation();
  const now = useNow();
  return (
    <section aria-labelledby="own-token">
      <h2 id="own-token">{words.token.title}</h2>
      <p>{words.token.what}</p>
      {!session?.mayCreateBackup ? (
        <p class="note">{words.noPermission}</p>
      ) : token ? (
        <>
          <p class="note">
            {words.token.madeAt} <Time at={token.createdAt} />.{" "}
            {Date.parse(token.usableFrom) > now ? (
              <>
                {words.token.usableFrom} <Countdown until={token.usableFrom} />.
              </>
            ) : (
              words.token.usable
            )}
          </p>
          <div class="actions">
            <button type="button" onClick={onMake}>
              {words.token.reset}
            </button>
            <button type="button" class="danger" onClick={onRevoke}>
              {words.token.revoke}
            </button>
          </div>
        </>
      ) : (
        <>
          <p>{words.token.none}</p>
          <div class="actions">
            <button type="button" class="primary" onClick={onMake}>
              {words.token.make}
            </button>
          </div>
        </>
      )}
    </section>
  );
}
