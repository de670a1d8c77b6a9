import { useState } from "preact/hooks";
import { coffer } from "../api/coffer-api.ts";
import { useLoaded } from "../api/use-loaded.ts";
import { ActionForm } from "../parts/action-form.tsx";
import { Countdown } from "../parts/countdown.tsx";
import { Link } from "../parts/link.tsx";
import { Time } from "../parts/time.tsx";
import { WhenLoaded } from "../parts/when-loaded.tsx";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";

/** A download that opens a day after it was asked for, where the mail about it leads; whoever may, can stop it. */
export function OpeningPage({ backupId, userId }: { readonly backupId: string; readonly userId: string }) {
  const [opening, reload] = useLoaded(() => coffer.opening(backupId, userId));
  const [isStopped, setStopped] = useState(false);
  const text = words.opening;
  return (
    <section aria-labelledby="opening">
      <p>
        <Link to={backupPath(backupId)}>{text.backup}</Link>
      </p>
      <h2 id="opening">{text.title}</h2>
      {isStopped ? (
        <p class="note note-good" role="status">
          {text.stopped}
        </p>
      ) : (
        <WhenLoaded loaded={opening} onRetry={() => void reload()} absent={text.absent}>
          {(value) => (
            <>
              <p>{text.what}</p>
              <dl class="facts">
                <div>
                  <dt>{text.by}</dt>
                  <dd>{value.login}</dd>
                </div>
                <div>
                  <dt>{text.askedAt}</dt>
                  <dd>
                    <Time at={value.askedAt} />
                  </dd>
                </div>
                <div>
                  <dt>{text.opensAt}</dt>
                  <dd>
                    <Countdown until={value.opensAt} />
                  </dd>
                </div>
              </dl>
              <ActionForm
                action={() => coffer.stopOpening(backupId, userId)}
                onDone={() => setStopped(true)}
                submit={text.stop}
                isDanger
              />
            </>
          )}
        </WhenLoaded>
      )}
    </section>
  );
}
