import { ARCHIVE_LIMITS, type ArchiveLimits } from "../archive/archive-limits.ts";

/** What a build may hold at once. Tests make them small; everything else takes the defaults. */
export interface BuildSizes {
  /** Workers on one backup. Each is one invocation; a tenant must not take the whole concurrency of the queue. */
  readonly workersMax: number;
  /** Parts one worker builds at the same time: hides the store's latency, and bounds its memory. */
  readonly partsAtOnce: number;
  /** A slice stops taking parts with less than this left, and twice the slowest part so far. */
  readonly reserveMs: number;
  readonly limits: ArchiveLimits;
}

export const DEFAULT_SIZES: BuildSizes = { workersMax: 4, partsAtOnce: 2, reserveMs: 30_000, limits: ARCHIVE_LIMITS };
