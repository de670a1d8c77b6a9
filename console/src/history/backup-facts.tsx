import type { Backup } from "../api/wire.ts";
import { MissingFiles } from "../files/missing-files.tsx";
import { bytes, when } from "../format.ts";
import { Time } from "../parts/time.tsx";
import { words } from "../words.ts";
import { contentOf } from "./backup-row.tsx";
import { Kept } from "./kept.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Everything that is known of a backup that has ended. */
export function BackupFacts({ backup }: { readonly backup: Backup }) {
  const text = words.backup;
  return (
    <>
      <h2 id="backup">
        {text.title(when(backup.createdAt))} <StateBadge backup={backup} />
      </h2>
      {backup.failure && <p class="note note-bad">{backup.failure.message}</p>}
      {backup.missing ? <MissingFiles backup={backup} /> : null}
      <dl class="facts">
        <div>
          <dt>{text.by}</dt>
          <dd>
            {backup.requester.name} ({backup.requester.login})
          </dd>
        </div>
        {backup.endedAt && (
          <div>
            <dt>{text.ended}</dt>
            <dd>
              <Time at={backup.endedAt} />
            </dd>
          </div>
        )}
        {backup.state === "ready" && (
          <>
            <div>
              <dt>{text.content}</dt>
              <dd>{contentOf(backup)}</dd>
            </div>
            <div>
              <dt>{text.size}</dt>
              <dd>{backup.size === null ? "–" : bytes(backup.size)}</dd>
            </div>
            <div>
              <dt>{text.kept}</dt>
              <dd>
                <Kept backup={backup} />
              </dd>
            </div>
          </>
        )}
        <div>
          <dt>{text.id}</dt>
          <dd class="id">{backup.id}</dd>
        </div>
      </dl>
    </>
  );
}
