import type { Backup, LayoutFacts } from "./backup.ts";
import type { NextPhase } from "./backup-store.ts";
import type { BuildWork, SliceResult } from "./build-work.ts";
import { laidOutFacts } from "./built-facts.ts";
import { rangesWork, sealWork } from "./phase-work.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { isStale } from "./stale-work.ts";
import { stepChange } from "./step-change.ts";

/**
 * Counts a range of parts as done. Whoever brings the count to 0 starts what follows, in the same transaction: there is
 * no moment at which all ranges are done and nothing goes on. Two that finish together count one after the other.
 */
export const finishRange = async (deps: BuildDeps, { lease }: Slice): Promise<SliceResult> => {
  const { tenantId, backupId } = lease.work;
  while (await deps.leases.renew(lease)) {
    const backup = await deps.backups.find(tenantId, backupId);
    if (!backup || isStale(lease.work, backup)) break;
    const { layout } = laidOutFacts(backup);
    const { next, starts } = following(backup, layout);
    const change = stepChange(deps, backup, next ? `backup.${next.phase}` : "backup.range-packed", starts);
    if (await deps.backups.completeRange(lease, layout.rangesLeft, next, change)) return { state: "done" };
  }
  return { state: "abandoned" };
};

function following(
  backup: Backup,
  { rangesLeft, round, laterRanges }: LayoutFacts,
): { readonly next: NextPhase | undefined; readonly starts: readonly BuildWork[] } {
  if (rangesLeft > 1) return { next: undefined, starts: [] };
  if (round === 2 || laterRanges.length === 0) return { next: { phase: "sealing" }, starts: [sealWork(backup)] };
  return { next: { phase: "round-2", ranges: laterRanges.length }, starts: rangesWork(backup, laterRanges) };
}
