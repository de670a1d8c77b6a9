import type { AuditFact } from "../audit/audit-log.ts";
import type { FailureCode } from "../failure.ts";
import type { OutboxEvent } from "../outbox.ts";
import type { ArchiveFacts, Backup, DumpFacts, LayoutFacts } from "./backup.ts";
import type { Lease } from "./step-leases.ts";

/** Everything one accepted request writes, all of it or nothing. */
export interface Acceptance {
  readonly backup: Backup;
  /** The live backup token it was asked with; the transaction fails if it was revoked meanwhile. Absent: asked by staff. */
  readonly token?: { readonly userId: number; readonly tokenId: string };
  /** UTC day, `2026-01-31`, and how many requests it may have. Without a limit it is not counted. */
  readonly day: string;
  readonly dailyLimit?: number;
  readonly idempotency?: IdempotencyRecord;
  readonly events: readonly OutboxEvent[];
  readonly fact: AuditFact;
}

/** The client's `Idempotency-Key`, hashed, and a digest of what it asked for. */
export interface IdempotencyRecord {
  readonly userId: number;
  readonly keyHash: string;
  readonly requestHash: string;
}

/** For how long a repeated request is answered with what its first one made. */
export const IDEMPOTENCY_MS = 24 * 3_600_000;

export type AcceptOutcome =
  | { readonly outcome: "accepted" }
  | {
      readonly outcome: "refused";
      readonly why: "backup-pending" | "daily-limit" | "backup-token-refused" | "idempotency-key-taken";
    };

/** What a change of state carries besides itself, in the same transaction. */
export interface Change {
  readonly at: number;
  readonly events: readonly OutboxEvent[];
  readonly fact: AuditFact;
}

/**
 * Backups, and the slot each tenant has one of. Every method is one atomic write. A method that returns `boolean` gives
 * false when the world has moved on (lease lost, other generation, backup ended) and has then written nothing.
 * Refusals to read or write throw `service-busy`; an answer that never came is read back before it is reported.
 */
export interface BackupStore {
  accept(acceptance: Acceptance): Promise<AcceptOutcome>;
  /** Who used this Idempotency-Key before, and for what. */
  findIdempotent(
    tenantId: string,
    userId: number,
    keyHash: string,
  ): Promise<{ backupId: string; requestHash: string } | undefined>;
  /** Strongly consistent. */
  find(tenantId: string, backupId: string): Promise<Backup | undefined>;

  /** queued → dumping (or dumping again): a fresh generation for this attempt. Undefined: the lease is lost. */
  beginDump(lease: Lease, change: Change): Promise<number | undefined>;
  /** The dump and its inventory are there; the layout step may start. */
  completeDump(lease: Lease, dump: DumpFacts, change: Change): Promise<boolean>;
  /**
   * dumping → packing, with the upload open and the ranges of round 1 dealt (`change.events`); dumping → sealing when
   * there are none, since everything fits into the tail.
   */
  completeLayout(lease: Lease, layout: LayoutFacts, change: Change): Promise<boolean>;
  /**
   * A range is done: the number of ranges left goes from `rangesLeft` to one less. When that is 0, `change` carries the
   * next round's ranges (`next`) or the seal. Returns false also when another range was completed meanwhile: read again.
   */
  completeRange(lease: Lease, rangesLeft: number, next: NextPhase | undefined, change: Change): Promise<boolean>;
  /**
   * packing or sealing → dumping: sources changed, so the inventory was made anew. The generation goes up by one, the
   * layout is void, and `change` starts the new generation's; steps of the old one are nobody's any more.
   */
  revise(lease: Lease, dump: DumpFacts, change: Change): Promise<boolean>;
  /** sealing → ready. The moment of truth: conditional on the generation and on the seal's fence; frees the slot. */
  publish(lease: Lease, archive: ArchiveFacts, change: Change): Promise<boolean>;
  /** Any live state → failed; frees the slot. False: it had ended already. */
  fail(backup: Backup, reason: FailureCode, change: Change): Promise<boolean>;
}

export type NextPhase = { readonly phase: "round-2"; readonly ranges: number } | { readonly phase: "sealing" };
