import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import type { Backups } from "../api/wire.ts";
import { useInstallation } from "../installation.ts";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { isBeingMade } from "../request/progress-section.tsx";
import { RequestSection } from "../request/request-section.tsx";
import { WatchedProgress } from "../request/watched-progress.tsx";
import { MakeTokenDialog } from "../token/make-token-dialog.tsx";
import { OwnToken } from "../token/own-token.tsx";
import { ownToken } from "../token/token-page.tsx";
import { words } from "../words.ts";
import { BackupTable } from "./backup-table.tsx";

/** The one that is being made, or the way to ask for one; and all there were. */
export function BackupsPage() {
  const [backups, reload] = useLoaded(coffer.backups);
  const [ended, setEnded] = useState<string>();
  const { session } = useInstallation();
  // What became of the one before is no news any more.
  const watchNew = (): void => void reload().then(() => setEnded(undefined));
  return (
    <>
      <EndedNote backups={backups.state === "ready" ? backups.value : undefined} id={ended} />
      {session?.mayCreateBackup ? (
        <WhenLoaded loaded={backups} onRetry={() => void reload()}>
          {(value) => {
            const made = value._embedded.elements.find(isBeingMade);
            if (!made || made.id === ended) return <AskSection onRequested={watchNew} />;
            const end = () => {
              setEnded(made.id);
              void reload();
            };
            return <WatchedProgress key={made.id} backupId={made.id} onEnded={end} />;
          }}
        </WhenLoaded>
      ) : (
        <section>
          <p class="note">{words.noPermission}</p>
        </section>
      )}
      {backups.state !== "failed" && (
        <section aria-labelledby="history">
          <h2 id="history">{words.history.title}</h2>
          <WhenLoaded loaded={backups} onRetry={() => void reload()}>
            {(value) => <BackupTable first={value} isWatched={session?.mayCreateBackup === true} />}
          </WhenLoaded>
        </section>
      )}
    </>
  );
}

const ENDED_LOOKS = { ready: "note note-good", failed: "note note-bad", cancelled: "note" } as const;

/** What became of the one that was watched. Is there from the beginning, so that what comes into it is read out. */
function EndedNote({ backups, id }: { readonly backups: Backups | undefined; readonly id: string | undefined }) {
  const state = backups?._embedded.elements.find((backup) => backup.id === id)?.state;
  const isEnd = state === "ready" || state === "failed" || state === "cancelled";
  return (
    <p role="status" class={isEnd ? ENDED_LOOKS[state] : "unseen"}>
      {isEnd && words.history.ended[state]}
    </p>
  );
}

/** Without a backup token there is nothing to ask with: first that. */
function AskSection({ onRequested }: { readonly onRequested: () => void }) {
  const [tokens, reload] = useLoaded(coffer.tokens);
  const [isMaking, setMaking] = useState(false);
  const { session } = useInstallation();
  const close = async (isChanged: boolean): Promise<void> => {
    if (isChanged) await reload();
    setMaking(false);
  };
  return (
    <WhenLoaded loaded={tokens} onRetry={() => void reload()}>
      {(value) => {
        const own = ownToken(value, session?.login);
        return (
          <>
            {own ? (
              <RequestSection token={own} onRequested={onRequested} />
            ) : (
              <OwnToken token={undefined} onMake={() => setMaking(true)} />
            )}
            {isMaking && (
              <MakeTokenDialog
                word={own ? "reset" : "create"}
                nextUsableFrom={value.nextUsableFrom}
                onClose={(isChanged) => void close(isChanged)}
              />
            )}
          </>
        );
      }}
    </WhenLoaded>
  );
}
