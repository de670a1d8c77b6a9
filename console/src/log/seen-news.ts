const KEY = "coffer.news-seen";
const WEEK_MS = 7 * 24 * 3_600_000;

/** From when on something is news to this browser: what was seen, and what is older than a week, is none. */
export function seenAt(): string {
  const weekAgo = Date.now() - WEEK_MS;
  const seen = Date.parse(localStorage.getItem(KEY) ?? "");
  // From the next moment on.
  return new Date(Number.isNaN(seen) ? weekAgo : Math.max(weekAgo, seen + 1)).toISOString();
}

export const rememberSeen = (newest: string): void => localStorage.setItem(KEY, newest);
