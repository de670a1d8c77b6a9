import type { ChainRow } from "../../functions/domain/audit/audit-chain.ts";
import type { AuditFact } from "../../functions/domain/audit/audit-log.ts";
import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { BuildWork } from "../../functions/domain/backup/build-work.ts";
import type { PartRow } from "../../functions/domain/backup/part-rows.ts";
import { LEASE_MS } from "../../functions/domain/backup/step-leases.ts";
import type { Collection } from "../../functions/domain/download/collection.ts";
import type { DownloadGrant } from "../../functions/domain/download/download-grant.ts";
import type { DownloadOpening } from "../../functions/domain/download/download-opening.ts";
import type { DownloadTicket } from "../../functions/domain/download/download-ticket.ts";
import type { PullDigest } from "../../functions/domain/download/pull-digests.ts";
import type { Removal } from "../../functions/domain/history/removals.ts";
import type { OutboxEvent } from "../../functions/domain/outbox.ts";
import type { Clock } from "../../functions/domain/ports.ts";
import type { RetentionReview } from "../../functions/domain/retention/retention-reviews.ts";
import type { Schedule } from "../../functions/domain/schedule/schedule.ts";
import type { AttemptWindow } from "../../functions/domain/session/attempt-window.ts";
import type { StreakSubject } from "../../functions/domain/session/failure-streaks.ts";
import type { KnownBrowser } from "../../functions/domain/session/known-browsers.ts";
import type { Session } from "../../functions/domain/session/session.ts";
import type { SignOnChallenge } from "../../functions/domain/single-sign-on/sign-on-challenge.ts";
import type { SignOnIdentity } from "../../functions/domain/single-sign-on/sign-on-identity.ts";
import type { HandOut } from "../../functions/domain/support/hand-outs.ts";
import type { Tenant } from "../../functions/domain/tenant/tenant.ts";
import type { BackupToken } from "../../functions/domain/token/backup-token.ts";

/**
 * Everything the service stores, in one place, so that a change spans all of it: each method of a memory port is one
 * synchronous step, hence atomic. Tests may look at and arrange the maps directly; keys are joined by `/`.
 */
export interface MemoryWorld {
  readonly clock: Clock;
  /** By tenant id. */
  readonly tenants: Map<string, Tenant>;
  readonly goneTenants: Set<string>;
  /** By tenant and user. */
  readonly tokens: Map<string, BackupToken>;
  /** By tenant and hash of the id. */
  readonly sessions: Map<string, Session>;
  /** By tenant and hash of the state. */
  readonly challenges: Map<string, SignOnChallenge>;
  /** By tenant and hash of the id. */
  readonly identities: Map<string, SignOnIdentity>;
  /** By tenant and hash. */
  readonly tickets: Map<string, DownloadTicket>;
  /** By tenant, sign-in, backup and file taken out of it, if it is of one. */
  readonly grants: Map<string, DownloadGrant>;
  /** By tenant and hash of the code. */
  readonly collections: Map<string, Collection>;
  /** By tenant and backup. */
  readonly handOuts: Map<string, HandOut>;
  /** By tenant, backup and user. */
  readonly openings: Map<string, DownloadOpening>;
  /** By tenant, API key and address: when it was last seen there. */
  readonly pulls: Map<string, number>;
  /** By tenant, end of the week and API key. */
  readonly pullDigests: Map<string, PullDigest>;
  /** By tenant, kind and subject. */
  readonly attempts: Map<string, AttemptWindow>;
  /** Tenant, kind, subject and end of each window that people were told of. */
  readonly toldWindows: Set<string>;
  /** By tenant, user and way in. */
  readonly streaks: Map<string, MemoryStreak>;
  /** By tenant, user and hash of the id. */
  readonly browsers: Map<string, KnownBrowser>;
  /** Tenant, device and time step. */
  readonly burnedCodes: Set<string>;
  /** By tenant and backup. */
  readonly backups: Map<string, Backup>;
  /** By tenant and backup: when to look for what it left. */
  readonly removals: Map<string, Removal>;
  /** By tenant. */
  readonly retentionReviews: Map<string, RetentionReview>;
  /** By tenant; and when somebody has to see to it. */
  readonly schedules: Map<string, { readonly schedule: Schedule; readonly dueAt: number }>;
  /** Tenant → the backup that is being made. */
  readonly slots: Map<string, string>;
  /** By tenant and UTC day: accepted requests. */
  readonly days: Map<string, number>;
  /** By tenant, user and hash of the key. */
  readonly idempotency: Map<string, { backupId: string; requestHash: string; expiresAt: number }>;
  /** Live steps, by `stepId`. */
  readonly steps: Map<string, LiveStep>;
  /** By tenant, backup and generation, then by number. */
  readonly parts: Map<string, Map<number, PartRow>>;
  /** By tenant, backup and generation. */
  readonly signatures: Map<string, string>;
  /** By tenant and event. */
  readonly outbox: Map<string, { readonly event: OutboxEvent; sentAt?: number }>;
  /** In the order they were written. */
  readonly facts: AuditFact[];
  /** By tenant. */
  readonly chains: Map<string, readonly ChainRow[]>;
  /** By tenant and fact: the place in the chain. */
  readonly places: Map<string, number>;
}

export interface MemoryStreak extends StreakSubject {
  readonly failures: number;
  readonly lastAt: number;
  readonly toldAt?: number;
}

export interface LiveStep {
  readonly work: BuildWork;
  fence: number;
  attempts: number;
  /** 0: never taken. */
  leaseUntil: number;
  /** When the step counts as stalled. */
  dueAt: number;
}

export function memoryWorld(clock: Clock): MemoryWorld {
  return {
    clock,
    tenants: new Map(),
    goneTenants: new Set(),
    tokens: new Map(),
    sessions: new Map(),
    challenges: new Map(),
    identities: new Map(),
    tickets: new Map(),
    grants: new Map(),
    collections: new Map(),
    handOuts: new Map(),
    openings: new Map(),
    pulls: new Map(),
    pullDigests: new Map(),
    attempts: new Map(),
    toldWindows: new Set(),
    streaks: new Map(),
    browsers: new Map(),
    burnedCodes: new Set(),
    backups: new Map(),
    removals: new Map(),
    retentionReviews: new Map(),
    schedules: new Map(),
    slots: new Map(),
    days: new Map(),
    idempotency: new Map(),
    steps: new Map(),
    parts: new Map(),
    signatures: new Map(),
    outbox: new Map(),
    facts: [],
    chains: new Map(),
    places: new Map(),
  };
}

export const keyOf = (...parts: readonly (string | number)[]): string => parts.join("/");

export const stepId = ({ tenantId, backupId, step, generation, range }: BuildWork): string =>
  keyOf(tenantId, backupId, step, generation, ...(range === undefined ? [] : [range.round, range.first, range.last]));

/** What every change writes besides itself: its events, the steps these start, and its fact. */
export function commitChange(
  world: MemoryWorld,
  { events, fact }: { readonly events: readonly OutboxEvent[]; readonly fact: AuditFact },
): void {
  for (const event of events) {
    world.outbox.set(keyOf(event.tenantId, event.eventId), { event });
    if (event.kind === "work") world.steps.set(stepId(event.work), newStep(event.work, event.at));
  }
  world.facts.push(fact);
}

const newStep = (work: BuildWork, at: number): LiveStep => ({
  work,
  fence: 0,
  attempts: 0,
  leaseUntil: 0,
  dueAt: at + LEASE_MS,
});
