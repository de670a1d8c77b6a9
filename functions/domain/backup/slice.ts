import type { ArchiveStore } from "../archive/archive-store.ts";
import type { ManifestSigner } from "../archive/manifest-signer.ts";
import type { WorkStore } from "../archive/work-store.ts";
import type { BackupHistory } from "../history/backup-history.ts";
import type { WorkQueue } from "../outbox.ts";
import type { Clock, Ids, Log, Timer } from "../ports.ts";
import type { AttachmentSource } from "../source/attachment-source.ts";
import type { DatabaseSource } from "../source/database-source.ts";
import type { DumpReader } from "../source/dump-reader.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";
import type { TenantUsers } from "../tenant/tenant-users.ts";
import type { Backup } from "./backup.ts";
import type { BackupStore } from "./backup-store.ts";
import type { BuildSizes } from "./build-sizes.ts";
import type { PartRows } from "./part-rows.ts";
import type { Lease, StepLeases } from "./step-leases.ts";

/** What every step of a build stands on. */
export interface BuildDeps {
  readonly tenants: TenantDirectory;
  readonly users: TenantUsers;
  readonly backups: BackupStore;
  /** What was made before, to foretell and to reuse. */
  readonly history: Pick<BackupHistory, "list">;
  readonly leases: StepLeases;
  readonly parts: PartRows;
  readonly queue: WorkQueue;
  readonly database: DatabaseSource;
  readonly dumps: DumpReader;
  readonly attachments: AttachmentSource;
  readonly work: WorkStore;
  readonly archives: ArchiveStore;
  readonly signer: ManifestSigner;
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
  /** Aborted when the lease is lost, or whoever runs this has to end: stop at once, write nothing more. */
  readonly signal: AbortSignal;
  /** Milliseconds until this invocation has to have let go. */
  timeLeftMs(): number;
  /** Something durable was achieved: attempts count from 0 again. */
  recordProgress(): Promise<void>;
  /** Attempts so far that ended without progress, this one included; 0 once there was some. */
  attempts(): number;
}
