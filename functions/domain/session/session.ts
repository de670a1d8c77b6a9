/** A signed-in browser. The id in the cookie is 256 random bits; only its SHA-256 is stored. */
export interface Session {
  readonly tenantId: string;
  readonly idHash: string;
  readonly userId: number;
  readonly startedAt: number;
  readonly lastSeenAt: number;
}

/** Sessions end 30 minutes after the last request and 12 hours after sign-in, whichever comes first. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_MAX_MS = 12 * 3_600_000;

/** Clocks of two machines may differ by this much. */
const CLOCK_DIFFERENCE_MAX_MS = 5 * 60_000;

/** One that was started or seen in the future is of a clock that has been put back: it would live for too long. */
export const isSessionLive = ({ startedAt, lastSeenAt }: Session, now: number): boolean =>
  now - lastSeenAt < SESSION_IDLE_MS &&
  now - startedAt < SESSION_MAX_MS &&
  Math.max(startedAt, lastSeenAt) - now <= CLOCK_DIFFERENCE_MAX_MS;

export interface Sessions {
  start(session: Session): Promise<void>;
  /** May return one that is over: check `isSessionLive`. */
  find(tenantId: string, idHash: string): Promise<Session | undefined>;
  touch(session: Session, now: number): Promise<void>;
  end(tenantId: string, idHash: string): Promise<void>;
}
