import type { Backup } from "../backup/backup.ts";

type Period = "day" | "week" | "month";

const DAY_MS = 24 * 3_600_000;
/** 1970-01-01 was a Thursday; weeks begin on Monday. */
const MONDAY_OFFSET_DAYS = 3;

/** A number that is the same for all moments of one period, in UTC. */
const NUMBER_OF: Readonly<Record<Period, (at: number) => number>> = {
  day: (at) => Math.floor(at / DAY_MS),
  week: (at) => Math.floor((Math.floor(at / DAY_MS) + MONDAY_OFFSET_DAYS) / 7),
  month: (at) => new Date(at).getUTCFullYear() * 12 + new Date(at).getUTCMonth(),
};

/**
 * Ids of the newest backup of each of the newest `count` periods that have any: a time without backups pushes nothing out.
 * `backups`: newest first.
 */
export const newestInPeriods = (backups: readonly Backup[], period: Period, count: number): ReadonlySet<string> => {
  const chosen = new Map<number, string>();
  for (const { requestedAt, backupId } of backups) {
    const number = NUMBER_OF[period](requestedAt);
    if (chosen.has(number)) continue;
    if (chosen.size >= count) break;
    chosen.set(number, backupId);
  }
  return new Set(chosen.values());
};
