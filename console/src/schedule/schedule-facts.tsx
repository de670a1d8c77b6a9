import type { Schedule } from "../api/wire.ts";
import { Link } from "../parts/link.tsx";
import { Time } from "../parts/time.tsx";
import { backupPath } from "../route.ts";
import { words } from "../words.ts";
import { inWords } from "./due-times.ts";

/** When backups are made, by whose token, what came of the last time, and what is amiss. */
export function ScheduleFacts({ schedule }: { readonly schedule: Schedule }) {
  const { paused, overdueSince, lastRun, nextRunAt } = schedule;
  const text = words.schedule;
  return (
    <>
      {paused && (
        <p class="note note-bad">
          {text.paused[paused.reason](schedule.holder.name)} {text.pausedSince} <Time at={paused.at} />.
        </p>
      )}
      {overdueSince && (
        <p class="note note-warn">
          {text.overdue} <Time at={overdueSince} />.
        </p>
      )}
      <dl class="facts">
        <div>
          <dt>{text.when}</dt>
          <dd>
            {inWords(schedule.cron)} ({schedule.timeZone})
          </dd>
        </div>
        <div>
          <dt>{text.content}</dt>
          <dd>{schedule.attachments ? words.request.whole : words.history.databaseOnly}</dd>
        </div>
        <div>
          <dt>{text.holder}</dt>
          <dd>{schedule.holder.name}</dd>
        </div>
        <div>
          <dt>{text.next}</dt>
          <dd>{nextRunAt ? <Time at={nextRunAt} /> : text.noNext}</dd>
        </div>
        {lastRun && (
          <div>
            <dt>{text.last}</dt>
            <dd>
              {lastRun.backupId ? (
                <Link to={backupPath(lastRun.backupId)}>
                  <Time at={lastRun.at} />
                </Link>
              ) : (
                <Time at={lastRun.at} />
              )}
              {lastRun.skipped && <small>{text.skipped[lastRun.skipped]}</small>}
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}
