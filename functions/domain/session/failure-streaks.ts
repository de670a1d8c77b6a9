import type { Change } from "../backup/backup-store.ts";

/**
 * Wrong passwords and codes in a row, by one way in. `userId` is absent where the name that was typed is nobody's: that is
 * counted all the same, so that it takes as long, but forgotten after a while.
 */
export interface StreakSubject {
  readonly tenantId: string;
  readonly userId?: number;
  /** `sign-in`: any browser that is not known; `step-up`: somebody who is signed in; else one known browser, or one name. */
  readonly way: "sign-in" | "step-up" | `device-${string}` | `name-${string}`;
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
  /** One more, by one atomic update, before the secret is looked at. False: there are `max` already; nothing was counted. */
  count(subject: StreakSubject, max: number): Promise<boolean>;
  /** The secret was right: the streak is over, unless it has disabled the password already. */
  end(subject: StreakSubject): Promise<void>;
  /** Marks a streak of `max` as one that has disabled the password. False: it is shorter, or was marked before. */
  disable(
    subject: StreakSubject & { readonly userId: number; readonly login: string },
    max: number,
    change: Change,
  ): Promise<boolean>;
  /** In the order of user ids. */
  disabled(tenantId: string): Promise<readonly DisabledPassword[]>;
  /** Ends every streak of the user. False: none has disabled the password. */
  enable(tenantId: string, userId: number, change: Change): Promise<boolean>;
}

export const FAILURES_IN_A_ROW_MAX = 100;
