import type { Change } from "../backup/backup-store.ts";

/**
 * What is being guessed, of whom: `sign-in` by address, by the name that was typed, by the user it means, by known browser;
 * `sign-on` (single sign-on) by address, `confirm` (password and code once more) and `ticket` by user, `backup-token` by
 * API key; `collection`: collection codes by address; `support`: questions to support by user, and `extract`: files
 * taken out of archives by user, which are counted though nothing is guessed.
 */
export interface AttemptSubject {
  readonly tenantId: string;
  readonly kind:
    | "sign-in-user"
    | "sign-in-name"
    | "sign-in-browser"
    | "sign-in-address"
    | "sign-on-address"
    | "confirm"
    | "ticket"
    | "backup-token"
    | "collection"
    | "support"
    | "extract";
  readonly subject: string;
}

/** At most `max` attempts in a window of `windowMs`. */
export interface AttemptLimit {
  readonly max: number;
  readonly windowMs: number;
  /** More than `max` are let through, but each after a wait that is twice the one before. Absent: none until the window ends. */
  readonly wait?: { readonly firstMs: number; readonly longestMs: number };
}

/**
 * Counting before verifying: the attempt is counted by one atomic conditional update, only then is the secret checked,
 * and on success the count is given back. (Check first, count later lets parallel guesses through.)
 */
export interface Attempts {
  /** Undefined: counted, go on. Otherwise how long to wait; nothing was counted. */
  count(subject: AttemptSubject, limit: AttemptLimit): Promise<{ readonly retryAfterMs: number } | undefined>;
  /** One attempt less; the wait it began is over. */
  giveBack(subject: AttemptSubject): Promise<void>;
  /** How long to wait if `max` is reached already; counts nothing. */
  blocked(subject: AttemptSubject, limit: AttemptLimit): Promise<{ readonly retryAfterMs: number } | undefined>;
  /**
   * Tells people that a limit was reached, once in each window; not for limits that name a wait. False: they were told, or
   * nothing is counted.
   */
  tell(subject: AttemptSubject, change: Change): Promise<boolean>;
  /** Marks a time step of an authenticator as used. False: it was used before. */
  burnCode(tenantId: string, deviceId: number, timeStep: number): Promise<boolean>;
}

export const SIGN_IN_PER_USER: AttemptLimit = { max: 20, windowMs: 30 * 60_000 };
export const SIGN_IN_PER_ADDRESS: AttemptLimit = { max: 100, windowMs: 15 * 60_000 };
/** Visits to a tenant’s identity provider. */
export const SIGN_ON_PER_ADDRESS: AttemptLimit = { max: 100, windowMs: 15 * 60_000 };
export const CONFIRM_PER_USER: AttemptLimit = {
  max: 5,
  windowMs: 15 * 60_000,
  wait: { firstMs: 30_000, longestMs: 3_600_000 },
};
export const TICKET_PER_USER: AttemptLimit = { max: 20, windowMs: 15 * 60_000 };
export const COLLECTION_PER_ADDRESS: AttemptLimit = { max: 20, windowMs: 15 * 60_000 };
export const SUPPORT_PER_USER: AttemptLimit = { max: 5, windowMs: 24 * 3_600_000 };
/** More than somebody takes out by hand; each may be copied at the size of `copiedBytesMax`, and lies there for two days. */
export const EXTRACT_PER_USER: AttemptLimit = { max: 30, windowMs: 3_600_000 };
export const BACKUP_TOKEN_PER_API_KEY: AttemptLimit = { max: 10, windowMs: 3_600_000 };
