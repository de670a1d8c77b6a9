import { ARCHIVE_LIMITS, type ArchiveLimits } from "../archive/archive-limits.ts";
import { FUNCTION_DUMP_MS } from "./dump-time.ts";

/** What a build may hold at once. Tests make them small; everything else takes the defaults. */
export interface BuildSizes {
  /** Workers on one backup. Each is one invocation; a tenant must not take the whole concurrency of the queue. */
  readonly workersMax: number;
  /** Parts one worker builds in memory at the same time: hides the store's latency. A worker that dies loses so many. */
  readonly partsAtOnce: number;
  /** Bytes of these together, or one part where that alone has more: parts grow with the archive, memory must not. */
  readonly bytesAtOnce: number;
  /** Parts one worker has the store copy at the same time: they cost it neither memory nor network, only waiting. */
  readonly copiesAtOnce: number;
  /** A slice stops taking parts with less than this left, and twice the slowest part so far. */
  readonly reserveMs: number;
  /** A dump that is expected to take longer is not begun. */
  readonly dumpMsMax: number;
  readonly limits: ArchiveLimits;
}

export const DEFAULT_SIZES: BuildSizes = {
  workersMax: 4,
  partsAtOnce: 2,
  bytesAtOnce: 64 * 1024 ** 2,
  copiesAtOnce: 8,
  reserveMs: 30_000,
  dumpMsMax: FUNCTION_DUMP_MS,
  limits: ARCHIVE_LIMITS,
};
