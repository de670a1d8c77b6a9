import { ARCHIVE_LIMITS, type ArchiveLimits } from "../../functions/domain/archive/archive-limits.ts";

/** Limits under which a few hundred bytes cross every boundary. */
export const smallLimits = (changes: Partial<ArchiveLimits> = {}): ArchiveLimits => ({
  ...ARCHIVE_LIMITS,
  partBytesMin: 160,
  partBytes: 256,
  partBytesMax: 1_000_000,
  bigEntryBytes: 512,
  gluedEntryBytes: 256,
  entriesWithSha256Max: 4,
  entriesPerPartMax: 100,
  entriesMax: 10_000,
  readsAtOnce: 3,
  bodyPartBytes: 256,
  aheadBytes: 300,
  reusedPartBytes: 1500,
  copyBytesMax: 6000,
  ...changes,
});
