import { Failure } from "../failure.ts";
import { personChange, personOf } from "../history/history-change.ts";
import type { Confirmation } from "../session/confirmation.ts";
import type { SignedIn } from "../session/step-up-session.ts";
import { type ConfirmChangeDeps, confirmChange, nothingElse } from "../tenant/confirm-change.ts";
import type { BackupToken } from "../token/backup-token.ts";
import { type CheckTokenDeps, checkToken } from "../token/check-token.ts";
import { checkDueTimes, type DueTimes, nextDue } from "./due-times.ts";
import { nextPromise } from "./promise.ts";
import { type Schedule, scheduleText } from "./schedule.ts";
import type { Schedules } from "./schedules.ts";

export interface RemoveScheduleDeps extends ConfirmChangeDeps {
  readonly schedules: Schedules;
}

export interface SetScheduleDeps extends RemoveScheduleDeps, CheckTokenDeps {}

export interface ScheduleWish extends DueTimes {
  readonly wantsAttachments: boolean;
  /** The administrator's own; the schedule lives as long as it does. */
  readonly backupToken: string;
}

/** The session's new id. */
interface Changed {
  readonly sessionId: string;
}

/**
 * An administrator has backups made at set times, by their own backup token and after proving themselves once more; all
 * administrators are told. It takes the place of the schedule before. One that is the same already is not changed, and nobody
 * is told. Throws what `checkDueTimes`, `checkToken` and `confirmChange` throw, and `tenant-changed`.
 */
export const setSchedule = async (
  deps: SetScheduleDeps,
  doer: SignedIn,
  wish: ScheduleWish,
  typed: Confirmation,
): Promise<Changed> => {
  const { tenant, user, origin } = doer;
  checkDueTimes(wish, deps.clock.now());
  const details = settingOf(scheduleText(wish));
  const check = () => checkToken(deps, { tenant, user, origin }, wish.backupToken);
  const { sessionId, found: token } = await confirmChange(deps, doer, details, typed, check);
  await asLongAsItMoves(deps, tenant.tenantId, async (seen) => {
    const schedule = scheduleOf(deps, doer, wish, token, seen);
    if (seen && isSame(seen, schedule)) return true;
    const outcome = await deps.schedules.set(schedule, seen, settingChange(deps, doer, details));
    if (outcome === "token-refused") throw new Failure("backup-token-refused");
    return outcome === "set";
  });
  return { sessionId };
};

/** Ends the schedule there is, likewise. Throws what `confirmChange` throws, and `tenant-changed`. */
export const removeSchedule = async (
  deps: RemoveScheduleDeps,
  doer: SignedIn,
  typed: Confirmation,
): Promise<Changed> => {
  const details = settingOf("none");
  const { sessionId } = await confirmChange(deps, doer, details, typed, nothingElse);
  await asLongAsItMoves(
    deps,
    doer.tenant.tenantId,
    async (seen) => seen === undefined || deps.schedules.remove(seen, settingChange(deps, doer, details)),
  );
  return { sessionId };
};

const LOOKS_MAX = 5;

/** The keeper may move the schedule on meanwhile: then it is looked at again, or the proof would be used up for nothing. */
async function asLongAsItMoves(
  { schedules }: RemoveScheduleDeps,
  tenantId: string,
  change: (seen: Schedule | undefined) => Promise<boolean>,
): Promise<void> {
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    if (await change(await schedules.find(tenantId))) return;
  }
  throw new Failure("tenant-changed");
}

/** One that a clock ahead of its time has moved on is not: nobody would look at it until then. */
const isSame = (seen: Schedule, wanted: Schedule): boolean =>
  scheduleText(seen) === scheduleText(wanted) &&
  seen.tokenId === wanted.tokenId &&
  seen.pause === undefined &&
  (seen.nextRunAt ?? 0) <= (wanted.nextRunAt ?? 0);

function scheduleOf(
  { clock, ids }: SetScheduleDeps,
  { tenant, user }: SignedIn,
  { cron, timeZone, wantsAttachments }: ScheduleWish,
  { tokenId }: BackupToken,
  seen: Schedule | undefined,
): Schedule {
  const now = clock.now();
  const nextRunAt = nextDue({ cron, timeZone }, now);
  return {
    tenantId: tenant.tenantId,
    scheduleId: ids.uuid(),
    cron,
    timeZone,
    wantsAttachments,
    holder: personOf(user),
    tokenId,
    createdAt: now,
    revision: (seen?.revision ?? 0) + 1,
    ...(nextRunAt === undefined ? {} : { nextRunAt }),
    ...nextPromise({ cron, timeZone }, now),
  };
}

type Setting = ReturnType<typeof settingOf>;

/** As the audit log and mails name it. */
const settingOf = (value: string) => ({ setting: "backup_schedule" as const, value });

const settingChange = (deps: ConfirmChangeDeps, doer: SignedIn, setting: Setting) =>
  personChange(deps, doer, "settings.changed", setting, {
    kind: "settings-changed",
    about: personOf(doer.user),
    ...setting,
  });
