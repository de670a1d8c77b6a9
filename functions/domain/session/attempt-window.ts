import type { AttemptLimit } from "./attempts.ts";

/** What was counted of one subject. Times are milliseconds. */
export interface AttemptWindow {
  readonly attempts: number;
  /** From then on, the count starts anew. */
  readonly endsAt: number;
  /** No attempt before then; 0 where nobody has to wait. Only limits that name a wait set it. */
  readonly waitUntil: number;
}

/** How long to wait before the next attempt; undefined if it may be made now. */
export const waitMs = (window: AttemptWindow, { max, wait }: AttemptLimit, now: number): number | undefined => {
  if (window.attempts < max || window.endsAt <= now) return undefined;
  const until = wait ? window.waitUntil : window.endsAt;
  return until > now ? until - now : undefined;
};

/**
 * The window with one more attempt in it. From the one that reaches the limit on, each makes the next one wait twice as
 * long, and moves the end of the window, so that a pause shorter than the window does not set the count back.
 */
export const countIn = (window: AttemptWindow, { max, windowMs, wait }: AttemptLimit, now: number): AttemptWindow => {
  const isOpen = window.endsAt > now;
  const attempts = isOpen ? window.attempts + 1 : 1;
  const endsAt = isOpen ? window.endsAt : now + windowMs;
  if (!wait || attempts < max) return { attempts, endsAt, waitUntil: 0 };
  const waitUntil = now + Math.min(wait.firstMs * 2 ** (attempts - max), wait.longestMs);
  return { attempts, endsAt: Math.max(endsAt, waitUntil + windowMs), waitUntil };
};
