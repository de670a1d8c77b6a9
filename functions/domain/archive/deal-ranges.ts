import type { PartRange } from "../backup/build-work.ts";
import type { Part } from "./part.ts";

/**
 * Deals the parts of one round to at most `workers` ranges of part numbers with about the same work. A range may hold
 * parts of the other round between its own. No part of the round, no range.
 */
export function dealRanges(parts: readonly Part[], round: 1 | 2, workers: number): PartRange[] {
  const own = parts.filter((part) => part.round === round);
  const work = own.reduce((sum, part) => sum + workOf(part), 0);
  const ranges: PartRange[] = [];
  let dealt = 0;
  let first: number | undefined;
  for (const part of own) {
    first ??= part.number;
    dealt += workOf(part);
    if (dealt * workers < work * (ranges.length + 1)) continue;
    ranges.push({ round, first, last: part.number });
    first = undefined;
  }
  return ranges;
}

/** Bytes that a worker would pass on in the same time: what the store copies is a request to wait for, eight at once. */
const workOf = ({ kind, bytes }: Part): number => (kind === "body" || kind === "reused" ? bytes / 8 : bytes);
