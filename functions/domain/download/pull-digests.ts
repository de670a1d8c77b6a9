import type { AuditFact } from "../audit/audit-log.ts";
import type { Person } from "../notice/notice-event.ts";
import type { OutboxEvent } from "../outbox.ts";

/** Pulls of one API key within one week that nobody was told of one by one. */
export interface PullDigest {
  readonly tenantId: string;
  readonly apiKeyId: number;
  /** The key's owner. */
  readonly about: Person;
  /** Milliseconds; when people are to be told. */
  readonly weekEndsAt: number;
  readonly pulls: number;
}

export interface PullDigests {
  /** Those of weeks that ended before `before`, the oldest first. */
  due(before: number, limit: number): Promise<readonly PullDigest[]>;
  /** One transaction: the digest goes, its notice leaves. False: it is gone, or has counted on; nothing was written. */
  send(digest: PullDigest, event: OutboxEvent, fact: AuditFact): Promise<boolean>;
}

export const WEEK_MS = 7 * 24 * 3_600_000;

/** 1970-01-05, the first Monday that is counted from. */
const FIRST_MONDAY_MS = 4 * 24 * 3_600_000;

/** Weeks end on Monday at 00:00 UTC. */
export const weekEnd = (now: number): number =>
  FIRST_MONDAY_MS + (Math.floor((now - FIRST_MONDAY_MS) / WEEK_MS) + 1) * WEEK_MS;
