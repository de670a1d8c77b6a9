/** For the table's time to live: seconds since 1970, rounded up. The table removes late: every read checks by itself. */
export const expirySeconds = (atMs: number): number => Math.ceil(atMs / 1000);

export const isExpired = (item: Readonly<Record<string, unknown>>, nowMs: number): boolean => {
  const expiresAt = item["expiresAt"];
  return typeof expiresAt === "number" && expiresAt * 1000 <= nowMs;
};

const DAY_MS = 24 * 3_600_000;

/** A sent event is kept for a week, to look back at. */
export const SENT_KEPT_MS = 7 * DAY_MS;
/** A day's counter outlives its day in every time zone. */
export const DAY_KEPT_MS = 3 * DAY_MS;
/** A used code cannot match again after two steps; an hour spares thinking about clocks. */
export const CODE_KEPT_MS = 3_600_000;
/** Wrong passwords for names that are nobody's. */
export const NOBODY_KEPT_MS = 7 * DAY_MS;
/** A notice's row outlives every copy of its message: queues keep messages for 14 days at most. */
export const NOTICE_KEPT_MS = 15 * DAY_MS;
