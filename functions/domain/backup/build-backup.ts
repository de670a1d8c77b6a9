import type { ArchiveStore } from "../archive/archive-store.ts";
import type { ManifestSigner } from "../archive/manifest-signer.ts";
import type { WorkStore } from "../archive/work-store.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { Failure, isFailure } from "../failure.ts";
import type { WorkQueue } from "../outbox.ts";
import type { Clock, Ids, Log, Timer } from "../ports.ts";
import type { AttachmentSource } from "../source/attachment-source.ts";
import type { DatabaseSource } from "../source/database-source.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";
import type { TenantUsers } from "../tenant/tenant-users.ts";
import { type Backup, isEnded } from "./backup.ts";
import type { BackupStore } from "./backup-store.ts";
import type { BuildSizes } from "./build-sizes.ts";
import type { BuildWork, SliceResult } from "./build-work.ts";
import { dumpDatabase } from "./dump-database.ts";
import { failBackup } from "./fail-backup.ts";
import { holdLease } from "./hold-lease.ts";
import { layOutArchive } from "./lay-out-archive.ts";
import { packParts } from "./pack-parts.ts";
import type { PartRows } from "./part-rows.ts";
import { sealArchive } from "./seal-archive.ts";
import { ATTEMPTS_MAX, type Lease, type StepLeases } from "./step-leases.ts";

export interface BuildDeps {
  readonly tenants: TenantDirectory;
  readonly users: TenantUsers;
  readonly backups: BackupStore;
  readonly leases: StepLeases;
  readonly parts: PartRows;
  readonly queue: WorkQueue;
  readonly database: DatabaseSource;
  readonly attachments: AttachmentSource;
  readonly work: WorkStore;
  readonly archives: ArchiveStore;
  readonly signer: ManifestSigner;
  readonly audit: AuditLog;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly ids: Ids;
  readonly log: Log;
  readonly sizes: BuildSizes;
}

/** One worker invocation's hold on one step of one backup. */
export interface Slice {
  readonly tenant: Tenant;
  readonly backup: Backup;
  readonly lease: Lease;
  /** Aborted when the lease is lost: stop at once, write nothing more. */
  readonly signal: AbortSignal;
  /** Milliseconds until this invocation has to have let go. */
  timeLeftMs(): number;
}

/** The steps of a build, in their order; each is a file, and each starts the next by the transaction that completes it. */
const STEPS = {
  dump: dumpDatabase,
  layout: layOutArchive,
  pack: packParts,
  seal: sealArchive,
} as const;

/**
 * Takes one message: one slice of one step. Whatever is a copy, late, or over is dropped; whatever ends without being
 * done goes on in another invocation; what cannot be done ends the backup as failed, with its notice.
 */
export const buildBackup = async (deps: BuildDeps, work: BuildWork, deadline: number): Promise<SliceResult> => {
  const [tenant, backup] = await Promise.all([
    deps.tenants.find(work.tenantId),
    deps.backups.find(work.tenantId, work.backupId),
  ]);
  if (!tenant || !backup || isEnded(backup) || isStale(work, backup)) return { state: "abandoned" };
  const lease = await deps.leases.acquire(work);
  if (!lease) return { state: "abandoned" };
  if (lease.attempts > ATTEMPTS_MAX) return failBackup(deps, backup, "no-progress");

  const held = holdLease(deps, lease);
  const timeLeftMs = () => deadline - deps.clock.now();
  try {
    const result = await STEPS[work.step](deps, { tenant, backup, lease, signal: held.signal, timeLeftMs });
    if (result.state === "continue") await goOn(deps, lease, 0);
    return result;
  } catch (error) {
    if (held.signal.aborted) return { state: "abandoned" };
    return await endBadly(deps, backup, lease, error);
  } finally {
    held.stop();
  }
};

/** Before the dump has chosen a generation there is none to compare. */
const isStale = (work: BuildWork, backup: Backup): boolean =>
  work.step !== "dump" && work.generation !== backup.generation;

/** Lets the lease go and asks for another invocation. If the message is lost, the sweeper finds the step. */
async function goOn({ leases, queue }: BuildDeps, lease: Lease, delayMs: number): Promise<void> {
  await leases.release(lease);
  await queue.send(lease.work, delayMs);
}

/** Tries again what a retry may mend, a few times and ever later; ends the backup otherwise. */
async function endBadly(deps: BuildDeps, backup: Backup, lease: Lease, error: unknown): Promise<SliceResult> {
  const facts = {
    tenantId: backup.tenantId,
    backupId: backup.backupId,
    step: lease.work.step,
    attempt: lease.attempts,
  };
  deps.log.error("step failed", facts, error);
  const failure = isFailure(error) ? error : new Failure("internal", {}, error);
  const mayPass = failure.isRetryable || failure.code === "internal";
  if (!mayPass || lease.attempts >= ATTEMPTS_MAX) return failBackup(deps, backup, failure.code);
  await goOn(deps, lease, RETRY_MS * 2 ** (lease.attempts - 1));
  return { state: "continue" };
}

const RETRY_MS = 5_000;
