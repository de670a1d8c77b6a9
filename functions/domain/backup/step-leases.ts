import type { BuildWork } from "./build-work.ts";

/**
 * The right to work on one step (for `pack`: on one range of parts) for a while. The *fence* goes up with every lease
 * given, so that a write of an earlier holder is refused.
 */
export interface Lease {
  readonly work: BuildWork;
  readonly fence: number;
  /** Attempts so far that ended without progress, this one included. */
  readonly attempts: number;
}

/** A live step whose lease is over. */
export interface StalledStep {
  readonly work: BuildWork;
  readonly attempts: number;
}

/**
 * Leases on live steps. A step's row is written by the transaction that starts the step and removed by the one that
 * completes it: no row means the step is over.
 */
export interface StepLeases {
  /** Takes the lease if nobody holds it. Undefined: held by another, or the step is over. */
  acquire(work: BuildWork): Promise<Lease | undefined>;
  /** Holds on for another `LEASE_MS`. False: lost; stop at once. */
  renew(lease: Lease): Promise<boolean>;
  /** Something durable was achieved: attempts start from 0 again. */
  recordProgress(lease: Lease): Promise<void>;
  /** Lets go before the lease ends, so that the next slice need not wait. */
  release(lease: Lease): Promise<void>;
  /** Live steps whose lease ended before `before`, oldest first. */
  stalled(before: number, limit: number): Promise<readonly StalledStep[]>;
  /** The stalled step was sent again: do not show it as stalled for the next `LEASE_MS`. */
  postpone(work: BuildWork): Promise<void>;
  /** The step of a backup that has ended: its row goes. Idempotent. */
  remove(work: BuildWork): Promise<void>;
}

/** Beaten three times as often as it runs out; a killed worker's step is taken up again within two minutes. */
export const LEASE_MS = 45_000;
export const LEASE_BEAT_MS = 15_000;

/** Attempts in a row without progress, after which the backup fails. */
export const ATTEMPTS_MAX = 5;
