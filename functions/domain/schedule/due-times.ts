import { Cron } from "croner";
import { Failure } from "../failure.ts";

/** When backups are due: a pattern of five fields, read in a time zone of the IANA. */
export interface DueTimes {
  /** Minute, hour, day of the month, month, day of the week. */
  readonly cron: string;
  readonly timeZone: string;
}

/** A backup in the making holds the tenant's one slot; more often than this nobody gains anything. */
export const INTERVAL_MS_MIN = 3_600_000;

/** Fields without `?`, which stands for the present moment and would mean something else each time it is read. */
const FIVE_FIELDS = /^[\w*,/#-]{1,40}(?: [\w*,/#-]{1,40}){4}$/u;
/** No offsets: they know no daylight saving time. */
const ZONE_NAME = /^[A-Za-z][\w+-]*(?:\/[\w+-]+){0,2}$/u;
/** Two that are too close to each other are near the beginning, since days repeat. */
const TIMES_LOOKED_AT = 30;

/**
 * The first time after `after`; undefined if there is none any more. A night that is an hour shorter has what falls into that
 * hour right after it; one that is an hour longer has it once.
 */
export const nextDue = ({ cron, timeZone }: DueTimes, after: number): number | undefined =>
  patternOf(cron, timeZone).nextRun(new Date(after))?.getTime();

const patternOf = (cron: string, timezone: string): Cron => new Cron(cron, { timezone, mode: "5-part", paused: true });

/**
 * Refuses what is no pattern, no time zone, or never due: `constraint-violation`; and what is due more often than hourly:
 * `schedule-too-often`.
 */
export function checkDueTimes(times: DueTimes, now: number): void {
  if (!isZone(times.timeZone)) throw new Failure("constraint-violation", { attribute: "backup_schedule.timeZone" });
  const due = firstDue(times, now);
  if (due.length === 0) throw new Failure("constraint-violation", { attribute: "backup_schedule.cron" });
  if (due.some((at, n) => at - (due[n - 1] ?? Number.NEGATIVE_INFINITY) < INTERVAL_MS_MIN)) {
    throw new Failure("schedule-too-often");
  }
}

/** None for what is no pattern. */
function firstDue({ cron, timeZone }: DueTimes, now: number): readonly number[] {
  if (!FIVE_FIELDS.test(cron)) return [];
  try {
    return patternOf(cron, timeZone)
      .nextRuns(TIMES_LOOKED_AT, new Date(now))
      .map((date) => date.getTime());
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) return [];
    throw error;
  }
}

function isZone(timeZone: string): boolean {
  if (timeZone.length > 64 || !ZONE_NAME.test(timeZone)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
