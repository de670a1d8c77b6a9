import type { Log, Timer } from "../ports.ts";
import { LEASE_BEAT_MS, type Lease, type StepLeases } from "./step-leases.ts";

/**
 * Beats a lease until stopped. The signal is aborted as soon as the lease is known to be lost, or cannot be renewed: by
 * then another worker may hold it.
 */
export const holdLease = (
  { leases, timer, log }: { readonly leases: StepLeases; readonly timer: Timer; readonly log: Log },
  lease: Lease,
): { readonly signal: AbortSignal; stop(): void } => {
  const controller = new AbortController();
  const beat = timer.every(LEASE_BEAT_MS, () => {
    leases.renew(lease).then(
      (isHeld) => {
        if (!isHeld) controller.abort(new Error("lease lost"));
      },
      (error: unknown) => {
        log.warn("lease not renewed", { step: lease.work.step, backupId: lease.work.backupId }, error);
        controller.abort(error);
      },
    );
  });
  return { signal: controller.signal, stop: () => beat.stop() };
};
