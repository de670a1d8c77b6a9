import type { AuditFact } from "../audit/audit-log.ts";
import type { Person } from "../notice/notice-event.ts";
import type { OutboxEvent } from "../outbox.ts";

/** An API key fetches an archive. */
export interface Pull {
  readonly tenantId: string;
  readonly apiKeyId: number;
  readonly address: string;
  /** The key's owner. */
  readonly about: Person;
  /** End of the week whose digest it is counted in; milliseconds. */
  readonly weekEndsAt: number;
}

/** Remembers which key fetched from which address, so that people are told at once of what is new. */
export interface Pulls {
  /**
   * One transaction: the fact, and `firstOne` where this key was not seen at this address in the last 90 days; every
   * other pull is counted in the digest of its week.
   */
  record(pull: Pull, firstOne: OutboxEvent, fact: AuditFact): Promise<void>;
}

/** After so long without a pull, a key is new at an address again. */
export const PULL_SEEN_MS = 90 * 24 * 3_600_000;
