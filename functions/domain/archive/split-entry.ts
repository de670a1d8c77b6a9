import type { ArchiveLimits } from "./archive-limits.ts";
import type { PartPlan } from "./plan-parts.ts";

export interface Split {
  /** The head part: what stood open before, the header, and the entry's own first bytes where that is not enough. */
  readonly headBytes: number;
  /** The entry's last bytes, in parts of their own. */
  readonly bodyBytes: number;
}

/**
 * Whether an entry is big enough to be spread over parts of its own. `before` is the length of the open part with the
 * entry's header. Undefined: it goes into the open part whole.
 */
export function splitEntry(plan: PartPlan, limits: ArchiveLimits, bytes: number, before: number): Split | undefined {
  const wholeBytes = before + bytes;
  const wantedBytes = plan.areScarce
    ? fairHeadBytes(plan, bytes, wholeBytes)
    : frugalHeadBytes(plan, limits, bytes, before);
  if (wantedBytes === undefined) return undefined;
  const headBytes = Math.max(before, wantedBytes);
  const bodyBytes = wholeBytes - headBytes;
  return bodyBytes >= plan.partBytesMin ? { headBytes, bodyBytes } : undefined;
}

/** As few of the entry's own bytes as S3 lets a part have: the others can be copied by the store. */
function frugalHeadBytes(plan: PartPlan, limits: ArchiveLimits, bytes: number, before: number): number | undefined {
  const isGlued = before >= limits.partBytesMin;
  return bytes >= (isGlued ? plan.gluedEntryBytes : plan.bigEntryBytes) ? limits.partBytesMin : undefined;
}

/** An equal share: no part may be smaller than its share of the whole. */
function fairHeadBytes(plan: PartPlan, bytes: number, wholeBytes: number): number | undefined {
  const shares = Math.floor(wholeBytes / plan.targetBytes);
  return bytes >= plan.bigEntryBytes && shares >= 2 ? Math.floor(wholeBytes / shares) : undefined;
}
