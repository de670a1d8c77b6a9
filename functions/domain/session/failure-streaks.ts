import type { Change } from "../backup/backup-store.ts";

/**
 * Wrong passwords and codes in a row, by one way in. `user` is absent where the name that was typed is nobody's: that is
 * counted all the same, so that it takes as long, but forgotten after a while.
 */
export interface StreakSubject {
  readonly tenantId: string;
  readonly user?: { readonly userId: number; readonly login: string };
  /** `sign-in`: any browser that is not known; `step-up`: somebody who is signed in; else one known browser, or one name. */
  readonly way: "sign-in" | "step-up" | `browser-${string}` | `name-${string}`;
}

/** A user whose password is not looked at any more, by one way in at least. */
export interface DisabledPassword {
  readonly userId: number;
  /** At the time it happened. */
  readonly login: string;
  /** The first time; milliseconds. */
  readonly disabledAt: number;
}

/** NIST SP 800-63B, 5.2.2: no more than 100 consecutive failures, and no time that resets them. */
export interface FailureStreaks {
  /**
   * One more, by one atomic update, before the secret is looked at. Gives how many there are then; undefined: there were
   * `max` already, and nothing was counted.
   */
  count(subject: StreakSubject, max: number): Promise<number | undefined>;
  /** The secret was right: the streak is over, unless people were told already that it has disabled the password. */
  end(subject: StreakSubject): Promise<void>;
  /** Tells people that a streak of `max` has disabled the password. False: it is shorter, or they were told before. */
  tell(subject: StreakSubject, max: number, change: Change): Promise<boolean>;
  /** Users with a streak of `max` (`FAILURES_IN_A_ROW_MAX` unless told) or more, in the order of their ids. */
  disabled(tenantId: string, max?: number): Promise<readonly DisabledPassword[]>;
  /** Ends every streak of the user. False: there is none. */
  enable(tenantId: string, userId: number, change: Change): Promise<boolean>;
}

export const FAILURES_IN_A_ROW_MAX = 100;
