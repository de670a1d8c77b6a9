import { type DueTimes, nextDue } from "./due-times.ts";

/** How long after a due time people wait at most before they are told that there is no backup. */
const PATIENCE_MS_MAX = 6 * 3_600_000;
/** Of a pattern that is over: later than any. */
const NEVER = 8e15;

/**
 * What is promised next after `after`: for which due time there will be a good backup, and when it is time to say that there
 * is none: when the next one is due, or six hours later.
 */
export function nextPromise(times: DueTimes, after: number): { readonly promisedAt: number; readonly lookAt: number } {
  const promisedAt = nextDue(times, after);
  if (promisedAt === undefined) return { promisedAt: NEVER, lookAt: NEVER };
  return { promisedAt, lookAt: overdueFrom(times, promisedAt) };
}

/** From when on a promise for `promisedAt` is broken. */
export const overdueFrom = (times: DueTimes, promisedAt: number): number =>
  Math.min(promisedAt + PATIENCE_MS_MAX, nextDue(times, promisedAt) ?? NEVER);
