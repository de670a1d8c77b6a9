import type { AuditFact } from "../audit/audit-log.ts";
import type { OutboxEvent } from "../outbox.ts";

/** From where an API key fetches. */
export interface PullSource {
  readonly tenantId: string;
  readonly apiKeyId: number;
  readonly address: string;
}

/** Remembers which key fetched from which address, so that people are told at once of what is new. */
export interface Pulls {
  /** One transaction: the fact, and `firstOne` where this key was not seen at this address in the last 90 days. */
  record(source: PullSource, firstOne: OutboxEvent, fact: AuditFact): Promise<void>;
}

/** After so long without a pull, a key is new at an address again. */
export const PULL_SEEN_MS = 90 * 24 * 3_600_000;
