import type { CopySource } from "../archive/archive-store.ts";

/** So many in a row, with no copy in between, and a bucket is not asked any more: each costs a request for nothing. */
const REFUSALS_MAX = 3;

/** What one slice remembers of buckets that nothing can be copied from. */
export interface CopyRefusals {
  isHopeless(source: CopySource): boolean;
  refused(source: CopySource): void;
  copied(source: CopySource): void;
}

export function copyRefusals(): CopyRefusals {
  const inARow = new Map<string, number>();
  return {
    isHopeless: ({ bucket }) => (inARow.get(bucket) ?? 0) >= REFUSALS_MAX,
    refused: ({ bucket }) => void inARow.set(bucket, (inARow.get(bucket) ?? 0) + 1),
    copied: ({ bucket }) => void inARow.set(bucket, 0),
  };
}
