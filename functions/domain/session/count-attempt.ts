import { Failure } from "../failure.ts";
import type { AttemptLimit, AttemptSubject, Attempts } from "./attempts.ts";

/** Counts an attempt before its secret is looked at. Throws `too-many-attempts` with the seconds to wait. */
export const countAttempt = async (attempts: Attempts, subject: AttemptSubject, limit: AttemptLimit): Promise<void> =>
  refuseIf(await attempts.count(subject, limit));

/** Counts nothing; throws `too-many-attempts` where counting would. */
export const refuseBlocked = async (attempts: Attempts, subject: AttemptSubject, limit: AttemptLimit): Promise<void> =>
  refuseIf(await attempts.blocked(subject, limit));

function refuseIf(refused: { readonly retryAfterMs: number } | undefined): void {
  if (refused) throw new Failure("too-many-attempts", { retryAfterSeconds: Math.ceil(refused.retryAfterMs / 1000) });
}
