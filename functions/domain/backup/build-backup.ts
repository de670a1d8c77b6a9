import { Failure, isFailure } from "../failure.ts";
import type { BuildWork, SliceResult } from "./build-work.ts";
import { dumpDatabase } from "./dump-database.ts";
import { failBackup } from "./fail-backup.ts";
import { holdLease } from "./hold-lease.ts";
import { layOutArchive } from "./lay-out-archive.ts";
import { packParts } from "./pack-parts.ts";
import { reviseInventory } from "./revise-inventory.ts";
import { sealArchive } from "./seal-archive.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { isStale } from "./stale-work.ts";
import { ATTEMPTS_MAX, type Lease } from "./step-leases.ts";

/** The steps of a build, in their order; each is a file, and each starts the next by the transaction that completes it. */
const STEPS = {
  dump: dumpDatabase,
  layout: layOutArchive,
  pack: packParts,
  seal: sealArchive,
} as const;

/**
 * Takes one message: one slice of one step. Whatever is a copy, late, or over is dropped; whatever ends without being
 * done goes on in another invocation; what cannot be done ends the backup as failed, with its notice. An abort of `stop`
 * ends the slice at once, with its lease given back.
 */
export const buildBackup = async (
  deps: BuildDeps,
  work: BuildWork,
  deadline: number,
  stop: AbortSignal = NEVER,
): Promise<SliceResult> => {
  const [tenant, backup] = await Promise.all([
    deps.tenants.find(work.tenantId),
    deps.backups.find(work.tenantId, work.backupId),
  ]);
  if (!tenant || !backup || isStale(work, backup)) return { state: "abandoned" };
  const lease = await deps.leases.acquire(work);
  if (!lease) return { state: "abandoned" };
  if (lease.attempts > ATTEMPTS_MAX) return failBackup(deps, backup, "no-progress");

  const held = holdLease(deps, lease);
  const timeLeftMs = () => deadline - deps.clock.now();
  const signal = AbortSignal.any([held.signal, stop]);
  const slice = { tenant, backup, lease, signal, timeLeftMs, ...countAttempts(deps, lease) };
  const end = await runStep(deps, slice);
  await held.stop();
  if (!isFailure(end) && end.state !== "continue") return end;
  if (held.signal.aborted) return { state: "abandoned" };
  return isFailure(end) && !stop.aborted ? endBadly(deps, slice, end) : goOn(deps, lease, 0);
};

/** A source that is not what it was when the inventory was made sends the backup back to its layout. */
async function runStep(deps: BuildDeps, slice: Slice): Promise<SliceResult | Failure> {
  try {
    return await STEPS[slice.lease.work.step](deps, slice);
  } catch (error) {
    if (!isFailure(error, "source-changed")) return asFailure(error);
    return await reviseInventory(deps, slice, error).catch(asFailure);
  }
}

/** Anything but a failure is a bug; another attempt may get round it. */
const asFailure = (error: unknown): Failure => (isFailure(error) ? error : new Failure("internal", {}, error));

function countAttempts({ leases }: BuildDeps, lease: Lease): Pick<Slice, "recordProgress" | "attempts"> {
  let { attempts } = lease;
  return {
    attempts: () => attempts,
    async recordProgress() {
      await leases.recordProgress(lease);
      attempts = 0;
    },
  };
}

/** Lets the lease go and asks for another invocation. If the message is lost, the sweeper finds the step. */
async function goOn({ leases, queue }: BuildDeps, lease: Lease, delayMs: number): Promise<SliceResult> {
  await leases.release(lease);
  if (delayMs > 0) await leases.postpone(lease.work);
  await queue.send(lease.work, delayMs);
  return { state: "continue" };
}

/** Tries again what a retry may mend, a few times and ever later; ends the backup otherwise. */
async function endBadly(deps: BuildDeps, slice: Slice, failure: Failure): Promise<SliceResult> {
  const { backup, lease } = slice;
  const { tenantId, backupId } = backup;
  const attempts = slice.attempts();
  deps.log.error("step failed", { tenantId, backupId, step: lease.work.step, attempts }, failure);
  if (!(await isStillOurs(deps, lease))) return { state: "abandoned" };
  const mayPass = failure.isRetryable || failure.code === "internal";
  if (!mayPass || attempts >= ATTEMPTS_MAX) return failBackup(deps, backup, failure.code);
  return goOn(deps, lease, RETRY_MS * 2 ** Math.max(0, attempts - 1));
}

/** What failed may have failed because another did the same in the meantime; then it is no failure of the backup. */
async function isStillOurs({ backups, leases }: BuildDeps, lease: Lease): Promise<boolean> {
  const backup = await backups.find(lease.work.tenantId, lease.work.backupId);
  return backup !== undefined && !isStale(lease.work, backup) && (await leases.renew(lease));
}

const RETRY_MS = 5_000;
const NEVER = new AbortController().signal;
