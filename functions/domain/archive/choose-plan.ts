import { isFailure } from "../failure.ts";
import type { ArchiveLimits } from "./archive-limits.ts";
import type { PlacedLine } from "./inventory-reader.ts";
import { createLayouter, type Layouter } from "./layouter.ts";
import { type ArchiveTotals, frugalPlans, type PartPlan, planParts } from "./plan-parts.ts";

/**
 * The plan by which the fewest bytes pass a worker. How many parts an archive has depends on what of it can be copied:
 * where that matters, all plans are tried side by side on the inventory, which takes seconds and may save hours.
 */
export async function choosePlan(
  open: () => AsyncIterable<PlacedLine>,
  totals: ArchiveTotals,
  limits: ArchiveLimits,
): Promise<PartPlan> {
  const sure = planParts(totals, limits);
  if (!sure.areScarce) return sure;
  const plans = [...frugalPlans(sure, limits)];
  let tries = plans.map((plan) => ({ plan, layouter: createLayouter(plan, limits) }));
  const keepFitting = (step: (layouter: Layouter) => unknown): void => {
    tries = tries.filter(({ layouter }) => isWithinLimits(() => step(layouter)));
  };
  for await (const { line, offset, bytes } of open()) {
    if (line.kind !== "attachment" && line.kind !== "dump") continue;
    keepFitting((layouter) => layouter.add(line, { offset, bytes }));
    if (tries.length === 0) return sure;
  }
  keepFitting((layouter) => layouter.end());
  return tries[0]?.plan ?? sure;
}

function isWithinLimits(step: () => unknown): boolean {
  try {
    step();
    return true;
  } catch (error) {
    if (isFailure(error, "archive-too-large")) return false;
    throw error;
  }
}
