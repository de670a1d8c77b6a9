import type { PartRange } from "../backup/build-work.ts";
import type { Part } from "./part.ts";

/**
 * Deals the parts of one round to at most `workers` ranges of part numbers with about the same number of bytes. A range
 * may hold parts of the other round between its own. No part of the round, no range.
 */
export function dealRanges(parts: readonly Part[], round: 1 | 2, workers: number): PartRange[] {
  const own = parts.filter((part) => part.round === round);
  const bytes = own.reduce((sum, part) => sum + part.bytes, 0);
  const ranges: PartRange[] = [];
  let dealtBytes = 0;
  let first: number | undefined;
  for (const part of own) {
    first ??= part.number;
    dealtBytes += part.bytes;
    if (dealtBytes * workers < bytes * (ranges.length + 1)) continue;
    ranges.push({ round, first, last: part.number });
    first = undefined;
  }
  return ranges;
}
