import type { AuditFact } from "../audit/audit-log.ts";

/** A signed-in browser. The id in the cookie is 256 random bits; only its SHA-256 is stored. */
export interface Session {
  readonly tenantId: string;
  readonly idHash: string;
  /** Names the session through all the ids it goes on under; no secret, and no use to whoever knows it. */
  readonly signInId: string;
  readonly userId: number;
  /** What the user proved themselves with then: once that has changed, the session is over. */
  readonly factorsMark: string;
  readonly startedAt: number;
  readonly lastSeenAt: number;
}

/** Sessions end 30 minutes after the last request and 12 hours after sign-in, whichever comes first. */
export const SESSION_IDLE_MS = 30 * 60_000;
export const SESSION_MAX_MS = 12 * 3_600_000;

/** Clocks of two machines may differ by this much. */
const CLOCK_DIFFERENCE_MAX_MS = 5 * 60_000;

/** One that was started or seen in the future is of a clock that has been put back: it would live for too long. */
export const isSessionLive = (
  { startedAt, lastSeenAt }: Pick<Session, "startedAt" | "lastSeenAt">,
  now: number,
): boolean =>
  now - lastSeenAt < SESSION_IDLE_MS &&
  now - startedAt < SESSION_MAX_MS &&
  Math.max(startedAt, lastSeenAt) - now <= CLOCK_DIFFERENCE_MAX_MS;

export interface Sessions {
  start(session: Session): Promise<void>;
  /** May return one that is over: check `isSessionLive`. */
  find(tenantId: string, idHash: string): Promise<Session | undefined>;
  /** The user's, those that are over left out; the newest first. */
  list(tenantId: string, userId: number): Promise<readonly Session[]>;
  touch(session: Session, now: number): Promise<void>;
  /**
   * Puts `after` in place of `before`, which is dead from that moment; one transaction with the fact. False: `before` was
   * ended meanwhile; nothing was written.
   */
  renew(before: Session, after: Session, fact: AuditFact): Promise<boolean>;
  end(tenantId: string, idHash: string): Promise<void>;
}
