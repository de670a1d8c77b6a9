import { type Backup, type BackupState, isEnded, LIVE_STATES } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import type { BackupHistory } from "../history/backup-history.ts";
import { type PauseScheduleDeps, pauseSchedule } from "./pause-schedule.ts";
import { nextPromise, overdueFrom } from "./promise.ts";
import { type Schedule, scheduleText } from "./schedule.ts";
import { scheduleChange } from "./schedule-change.ts";

export interface KeepPromiseDeps extends PauseScheduleDeps {
  readonly backups: BackupStore;
  readonly history: Pick<BackupHistory, "list">;
}

/** In the log, an alarm looks for it: a schedule that nobody paused does not bring what it promises. */
export const OVERDUE_MESSAGE = "no good backup for longer than the schedule promises";

/** While a backup is being made. */
const LOOK_AGAIN_MS = 5 * 60_000;
/** While none is there that should be. */
const LOOK_FOR_ANY_MS = 3_600_000;
const LOOKED_AT = 20;
const LOOKED_FOR: readonly BackupState[] = [...LIVE_STATES, "ready"];

/**
 * Looks for the good backup that was promised, whoever made it. Where there is none when it is time, people are told, once,
 * until there is one again. A backup that ended because its holder may not make any pauses the schedule.
 */
export async function keepPromise(deps: KeepPromiseDeps, seen: Schedule): Promise<void> {
  const { tenantId, lastRun, pause, promisedAt } = seen;
  const now = deps.clock.now();
  const last = lastRun?.backupId === undefined ? undefined : await deps.backups.find(tenantId, lastRun.backupId);
  if (last?.failure === "permission-withdrawn" && !pause) {
    await pauseSchedule(deps, seen, "permission-withdrawn");
    return;
  }
  const { backups } = await deps.history.list({ tenantId, states: LOOKED_FOR, pageSize: LOOKED_AT });
  const newest = backups.find((backup) => isEnded(backup) && isEnough(backup, seen));
  if (backups.some((backup) => !isEnded(backup))) await lookLater(deps, seen, now + LOOK_AGAIN_MS);
  else if (newest && newest.requestedAt >= promisedAt) await promiseNext(deps, seen, newest);
  else if (now < overdueFrom(seen, promisedAt)) await lookLater(deps, seen, overdueFrom(seen, promisedAt));
  else if (seen.overdueSince !== undefined) await lookLater(deps, seen, now + LOOK_FOR_ANY_MS);
  else await tellOverdue(deps, seen, newest);
}

/** One that was asked for without attachments is not what a schedule with them promises. */
const isEnough = ({ wantsAttachments }: Backup, schedule: Schedule): boolean =>
  wantsAttachments || !schedule.wantsAttachments;

const lookLater = ({ schedules }: KeepPromiseDeps, seen: Schedule, lookAt: number): Promise<boolean> =>
  schedules.save(seen, { ...seen, revision: seen.revision + 1, lookAt });

function promiseNext({ schedules }: KeepPromiseDeps, seen: Schedule, good: Backup): Promise<boolean> {
  const { overdueSince: _, ...rest } = seen;
  const promise = nextPromise(seen, Math.max(seen.promisedAt, good.requestedAt));
  return schedules.save(seen, { ...rest, revision: seen.revision + 1, ...promise });
}

async function tellOverdue(deps: KeepPromiseDeps, seen: Schedule, newest: Backup | undefined): Promise<void> {
  const { promisedAt, holder, tenantId } = seen;
  const lookAt = deps.clock.now() + LOOK_FOR_ANY_MS;
  const next = { ...seen, revision: seen.revision + 1, overdueSince: promisedAt, lookAt };
  const notice = {
    kind: "backup-overdue",
    about: holder,
    schedule: scheduleText(seen),
    since: promisedAt,
    ...(newest ? { newestAt: newest.requestedAt } : {}),
  } as const;
  const details = { since: new Date(promisedAt).toISOString() };
  const isTold = await deps.schedules.save(seen, next, scheduleChange(deps, seen, "schedule.overdue", details, notice));
  if (isTold && !seen.pause) deps.log.warn(OVERDUE_MESSAGE, { tenantId, ...details });
}
