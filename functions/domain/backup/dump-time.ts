/** A dump of the same database that was made once. */
export interface PastDump {
  /** Of the database then, as it lay on disk, indexes and all. */
  readonly databaseBytes: number;
  readonly dumpMs: number;
  readonly takenAt: number;
}

/**
 * Without a past: a third of the 70 MB/s that a function's network carries. The server sends rows as text, and holds long
 * texts two to three times smaller; `pg_dump` itself takes in more, even with its slower way of compression.
 */
export const ASSUMED_BYTES_PER_SECOND = 70_000_000 / 3;

/** A shorter dump is mostly connecting and planning: it says nothing of how fast a large one is. */
const TELLING_MS = 10_000;

/**
 * Servers become faster, and a tenant that is refused makes no dump that would show it: after so long, the past says
 * nothing any more.
 */
const TELLING_FOR_MS = 14 * 24 * 3_600_000;

/** How long a dump of `databaseBytes` is likely to take: at the rate of those that were made, all taken together. */
export function expectedDumpMs(databaseBytes: number, past: readonly PastDump[], now: number): number {
  const telling = past.filter(
    (dump) => dump.dumpMs >= TELLING_MS && dump.databaseBytes > 0 && now - dump.takenAt <= TELLING_FOR_MS,
  );
  const bytes = telling.reduce((sum, dump) => sum + dump.databaseBytes, 0);
  const ms = telling.reduce((sum, { dumpMs }) => sum + dumpMs, 0);
  return Math.ceil(databaseBytes * (ms > 0 ? ms / bytes : 1000 / ASSUMED_BYTES_PER_SECOND));
}

/**
 * What a dump may be expected to take in a function, which is stopped after 15 minutes: a dump cannot go on in another
 * invocation, and the estimate may be a sixth too low.
 */
export const FUNCTION_DUMP_MS = 12 * 60_000;
