import type { Acceptance, AcceptOutcome, Change } from "../backup/backup-store.ts";
import type { Schedule } from "./schedule.ts";

type StartOutcome = AcceptOutcome | { readonly outcome: "refused"; readonly why: "schedule-changed" };

/** One schedule for each tenant. Whatever changes one insists on the revision that was seen; next ones have one more. */
export interface Schedules {
  /** Strongly consistent. */
  find(tenantId: string): Promise<Schedule | undefined>;
  /** Those that somebody has to see to before `before`, the longest due first. */
  due(before: number, limit: number): Promise<readonly Schedule[]>;
  /**
   * In place of what was seen (undefined: none), in one transaction with its fact and notice, if the token is still the
   * holder's.
   */
  set(schedule: Schedule, seen: Schedule | undefined, change: Change): Promise<"set" | "changed" | "token-refused">;
  /** False: it is not as seen any more. Nobody is told without a change. */
  save(seen: Schedule, next: Schedule, change?: Change): Promise<boolean>;
  /** False: likewise. */
  remove(seen: Schedule, change?: Change): Promise<boolean>;
  /**
   * Accepts a backup that is due, in the one transaction that every request is accepted by, and moves the schedule on with
   * it: for each time that is due, one backup at most.
   */
  start(seen: Schedule, next: Schedule, acceptance: Acceptance): Promise<StartOutcome>;
}
