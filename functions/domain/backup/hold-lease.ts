import type { Log, Timer } from "../ports.ts";
import { LEASE_BEAT_MS, type Lease, type StepLeases } from "./step-leases.ts";

export interface HeldLease {
  /** Aborted as soon as the lease is known to be lost, or cannot be renewed: by then another worker may hold it. */
  readonly signal: AbortSignal;
  /** Resolves when no beat is on its way any more: one that came late would take back what is let go of next. */
  stop(): Promise<void>;
}

/** Beats a lease until stopped. */
export const holdLease = (
  { leases, timer, log }: { readonly leases: StepLeases; readonly timer: Timer; readonly log: Log },
  lease: Lease,
): HeldLease => {
  const controller = new AbortController();
  const renew = async (): Promise<void> => {
    try {
      if (!(await leases.renew(lease))) controller.abort(new Error("lease lost"));
    } catch (error) {
      log.warn("lease not renewed", { step: lease.work.step, backupId: lease.work.backupId }, error);
      controller.abort(error);
    }
  };
  let beating = Promise.resolve();
  const beat = timer.every(LEASE_BEAT_MS, () => {
    beating = beating.then(renew);
  });
  return {
    signal: controller.signal,
    async stop() {
      beat.stop();
      await beating;
    },
  };
};
