import { Failure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";

/** What is known of an archive before it is laid out. */
export interface ArchiveTotals {
  readonly entries: number;
  /** Bytes of all entries, the dump included, without any header. */
  readonly bytes: number;
}

export interface PartPlan {
  /** A part of whole entries ends as soon as it has that many bytes; the body of a big entry is cut by it. */
  readonly targetBytes: number;
  /** No part but the last of the archive is smaller. */
  readonly partBytesMin: number;
  /** From here on an entry is spread over parts of its own; and from here on where small ones before it fill its head. */
  readonly bigEntryBytes: number;
  readonly gluedEntryBytes: number;
  /** What the store copies of one big entry, and of the previous archive, in one part; a little more or less. */
  readonly bodyPartBytes: number;
  readonly reusedPartBytes: number;
  /** Parts are so scarce that a head must be as large as any other part. */
  readonly areScarce: boolean;
}

/** The longest local header: `attachment/file/<16 digits>/<255 bytes>` with Zip64 sizes. */
const HEADER_BYTES_MAX = 30 + 33 + 255 + 20;

/**
 * A plan that fits whatever the entries are. As long as 5 MiB each would do for the whole archive, 8 MiB are aimed at;
 * beyond that every part has at least its share of the whole, so that there cannot be more of them than aimed at.
 * Throws `archive-too-large`, before any work.
 */
export function planParts(totals: ArchiveTotals, limits: ArchiveLimits = ARCHIVE_LIMITS): PartPlan {
  const bytes = totals.bytes + totals.entries * HEADER_BYTES_MAX;
  const { partsAim, partBytesMin, partBytesMax, entriesMax } = limits;
  if (totals.entries > entriesMax) throw new Failure("archive-too-large", { entries: totals.entries, entriesMax });
  const areScarce = bytes > partsAim * partBytesMin;
  const targetBytes = Math.max(limits.partBytes, Math.ceil(bytes / partsAim));
  // An open part short of its target takes one more entry, which is small: less than `bigEntryBytes`, or not worth two parts.
  const partBytesWorst = targetBytes + Math.max(targetBytes, limits.bigEntryBytes) + HEADER_BYTES_MAX;
  if (partBytesWorst > partBytesMax) {
    throw new Failure("archive-too-large", { bytes: totals.bytes, partBytes: partBytesWorst, partBytesMax });
  }
  const { bigEntryBytes, gluedEntryBytes } = limits;
  const bodyPartBytes = Math.max(targetBytes, limits.bodyPartBytes);
  const reusedPartBytes = Math.max(targetBytes, limits.reusedPartBytes);
  return {
    targetBytes,
    areScarce,
    bigEntryBytes,
    gluedEntryBytes,
    bodyPartBytes,
    reusedPartBytes,
    partBytesMin: areScarce ? targetBytes : partBytesMin,
  };
}

/**
 * Plans that move less than that one, and fit if enough of the archive is copied in large parts: heads and holes take as
 * little as the store allows, the rest is in ever larger parts. The best first.
 */
export function* frugalPlans(sure: PartPlan, limits: ArchiveLimits): Generator<PartPlan> {
  for (let factor = 1; limits.partBytes * factor < sure.targetBytes; factor *= 2) {
    yield {
      targetBytes: limits.partBytes * factor,
      partBytesMin: limits.partBytesMin,
      bigEntryBytes: limits.bigEntryBytes * factor,
      gluedEntryBytes: limits.gluedEntryBytes * factor,
      // The last of a body's parts has up to twice as much.
      bodyPartBytes: Math.min(limits.bodyPartBytes * factor, limits.copyBytesMax / 2),
      reusedPartBytes: Math.min(limits.reusedPartBytes * factor, limits.copyBytesMax),
      areScarce: false,
    };
  }
}
