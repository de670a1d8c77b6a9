import { Failure } from "../failure.ts";
import { ARCHIVE_LIMITS, type ArchiveLimits } from "./archive-limits.ts";
import { choosePlan } from "./choose-plan.ts";
import type { PlacedLine } from "./inventory-reader.ts";
import { createLayouter } from "./layouter.ts";
import type { Carry, Part } from "./part.ts";
import type { ArchiveTotals } from "./plan-parts.ts";

/**
 * Says which byte stands where: entries in the inventory's order, each its header and its bytes, without a gap, cut into
 * parts. Depends on nothing but the inventory, which `open` reads, and the limits. The carry, perhaps empty, comes last.
 * Throws `archive-too-large`; `store-conflict` when the inventory is not what was announced.
 */
export async function* layout(
  open: () => AsyncIterable<PlacedLine>,
  totals: ArchiveTotals,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): AsyncGenerator<Part | Carry> {
  const layouter = createLayouter(await choosePlan(open, totals, limits), limits);
  let entries = 0;
  let entryBytes = 0;
  for await (const { line, offset, bytes } of open()) {
    if (line.kind !== "attachment" && line.kind !== "dump") continue;
    entries += 1;
    entryBytes += line.bytes;
    for (const part of layouter.add(line, { offset, bytes })) yield part;
  }
  if (entries !== totals.entries || entryBytes !== totals.bytes) {
    throw new Failure("store-conflict", { what: "inventory", entries, announced: totals.entries, bytes: entryBytes });
  }
  yield* layouter.end();
}
