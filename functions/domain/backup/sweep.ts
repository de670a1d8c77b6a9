import type { ArchiveStore } from "../archive/archive-store.ts";
import { type DispatchDeps, dispatchEvent } from "../dispatch-event.ts";
import type { Clock, Log } from "../ports.ts";
import { isEnded } from "./backup.ts";
import type { BackupStore } from "./backup-store.ts";
import type { StalledStep, StepLeases } from "./step-leases.ts";

export interface SweepDeps extends DispatchDeps {
  readonly backups: BackupStore;
  readonly leases: StepLeases;
  readonly archives: ArchiveStore;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the stream has not sent by then was forgotten. */
const OUTBOX_PATIENCE_MS = 60_000;
const AT_ONCE = 100;

/**
 * The safety net, run each minute: sends what the stream forgot, takes up steps whose lease is over, and removes what
 * ended or fenced-off builds left behind. Every part runs even if another fails; the first failure is thrown at the end.
 */
export const sweep = async (deps: SweepDeps): Promise<void> => {
  const results = await Promise.allSettled([sendForgotten(deps), resumeStalled(deps), abortOrphans(deps)]);
  for (const result of results) if (result.status === "rejected") throw result.reason;
};

async function sendForgotten(deps: SweepDeps): Promise<void> {
  const forgotten = await deps.outbox.waiting(deps.clock.now() - OUTBOX_PATIENCE_MS, AT_ONCE);
  for (const event of forgotten) await dispatchEvent(deps, event);
  if (forgotten.length > 0) deps.log.warn("sent what the stream forgot", { events: forgotten.length });
}

async function resumeStalled(deps: SweepDeps): Promise<void> {
  for (const step of await deps.leases.stalled(deps.clock.now(), AT_ONCE)) await resume(deps, step);
}

/** A step of an ended backup is over: its row goes. Any other is sent again; the worker that takes it gets a new fence. */
async function resume(
  { backups, leases, work: queue, log }: SweepDeps,
  { work, attempts }: StalledStep,
): Promise<void> {
  const backup = await backups.find(work.tenantId, work.backupId);
  if (!backup || isEnded(backup)) return leases.remove(work);
  log.warn("step taken up again", { tenantId: work.tenantId, backupId: work.backupId, step: work.step, attempts });
  await leases.postpone(work);
  await queue.send(work);
}

async function abortOrphans({ backups, archives, log }: SweepDeps): Promise<void> {
  for await (const upload of archives.openUploads()) {
    const backup = await backups.find(upload.tenantId, upload.backupId);
    const isWanted = backup && !isEnded(backup) && (backup.layout?.uploadId ?? upload.uploadId) === upload.uploadId;
    if (isWanted) continue;
    await archives.abort(upload);
    log.info("orphaned upload aborted", { tenantId: upload.tenantId, backupId: upload.backupId });
  }
}
