import { setTimeout as pauseMs } from "node:timers/promises";

/** How often, and how long between: a random time up to `delayBaseMs` · 2ⁿ, at most `delayMaxMs` (full jitter). */
export interface RetryPolicy {
  /** The first try included. */
  readonly attemptsMax: number;
  readonly delayBaseMs: number;
  readonly delayMaxMs: number;
  pause(ms: number): Promise<unknown>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** About 1.3 s of waiting in the mean before it gives up. */
export const DEFAULT_RETRY: RetryPolicy = {
  attemptsMax: 8,
  delayBaseMs: 25,
  delayMaxMs: 1_000,
  pause: (ms) => pauseMs(ms),
  random: Math.random,
};

/**
 * Tries until it works, until the error is one that trying again cannot mend, or until the attempts are used up; then
 * the last error is thrown as it came. This is the one layer that retries: clients below it must not do so themselves.
 */
export async function retry<T>(
  attempt: () => Promise<T>,
  mayPass: (error: unknown) => boolean,
  policy: RetryPolicy = DEFAULT_RETRY,
): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (tried >= policy.attemptsMax || !mayPass(error)) throw error;
    }
    await policy.pause(policy.random() * Math.min(policy.delayMaxMs, policy.delayBaseMs * 2 ** (tried - 1)));
  }
}
