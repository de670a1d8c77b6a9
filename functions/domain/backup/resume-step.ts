import type { WorkQueue } from "../outbox.ts";
import type { Log } from "../ports.ts";
import type { BackupStore } from "./backup-store.ts";
import { isStale } from "./stale-work.ts";
import type { StalledStep, StepLeases } from "./step-leases.ts";

export interface ResumeStepDeps {
  readonly backups: BackupStore;
  readonly leases: StepLeases;
  readonly work: WorkQueue;
  readonly log: Log;
}

/** A step that nobody needs any more is over: its row goes. Any other is sent again, and gets a new fence. */
export async function resumeStep(
  { backups, leases, work: queue, log }: ResumeStepDeps,
  { work, attempts }: StalledStep,
): Promise<void> {
  const backup = await backups.find(work.tenantId, work.backupId);
  if (!backup || isStale(work, backup)) return leases.remove(work);
  log.warn("step taken up again", { tenantId: work.tenantId, backupId: work.backupId, step: work.step, attempts });
  await leases.postpone(work);
  await queue.send(work);
}
