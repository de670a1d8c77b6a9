/** How many generations are kept: the newest backup of each of so many days, weeks (ISO 8601) and months, all in UTC. */
export interface RetentionPolicy {
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

/** What a tenant has: the policy in force, and a shorter one that waits for its time. */
export interface Retention extends RetentionPolicy {
  readonly pending?: PendingPolicy;
}

export interface PendingPolicy extends RetentionPolicy {
  /** Milliseconds. */
  readonly actsAt: number;
}

export const DEFAULT_RETENTION: Retention = { daily: 7, weekly: 4, monthly: 12 };

/** Bounds of what may be set: at least a day, at most some ten years. */
export const RETENTION_BOUNDS = {
  daily: { least: 1, most: 366 },
  weekly: { least: 0, most: 520 },
  monthly: { least: 0, most: 120 },
} as const satisfies Record<keyof RetentionPolicy, { readonly least: number; readonly most: number }>;

/** A stolen session, or a slip of the hand, must not lose a tenant's history: everybody is told, and can undo it by then. */
export const SHORTER_WAITS_MS = 7 * 24 * 3_600_000;

/** A pending policy is in force from its time on, whether or not anybody has looked since. */
export const retentionAt = ({ pending, ...policy }: Retention, now: number): Retention => {
  if (pending === undefined) return policy;
  const { actsAt, ...next } = pending;
  return actsAt <= now ? next : { ...policy, pending };
};

/** Does `policy` keep at least all that `other` keeps? */
export const covers = (policy: RetentionPolicy, other: RetentionPolicy): boolean =>
  policy.daily >= other.daily && policy.weekly >= other.weekly && policy.monthly >= other.monthly;

/**
 * What a tenant has after somebody wished for `wish`. Whatever of it keeps more does so at once; if any of it keeps less, the
 * whole wish comes into force after seven days. One that takes nothing away from what waits already keeps its date.
 */
export const wishedRetention = (before: Retention, wish: RetentionPolicy, now: number): Retention => {
  const { pending, ...policy } = retentionAt(before, now);
  if (covers(wish, policy)) return wish;
  const longer = {
    daily: Math.max(policy.daily, wish.daily),
    weekly: Math.max(policy.weekly, wish.weekly),
    monthly: Math.max(policy.monthly, wish.monthly),
  };
  const actsAt = pending && covers(wish, pending) ? pending.actsAt : now + SHORTER_WAITS_MS;
  return { ...longer, pending: { ...wish, actsAt } };
};

/** For mails and the audit log. */
export const policyText = ({ daily, weekly, monthly }: RetentionPolicy): string =>
  `${daily} daily, ${weekly} weekly, ${monthly} monthly`;
