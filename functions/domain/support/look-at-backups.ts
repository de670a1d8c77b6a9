import type { AuditLog } from "../audit/audit-log.ts";
import type { Backup, BackupState } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import type { BackupHistory, HistoryPage } from "../history/backup-history.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { type HandOut, type HandOuts, isOpen } from "./hand-outs.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface LookDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly backups: Pick<BackupStore, "find">;
  readonly history: Pick<BackupHistory, "list">;
  readonly handOuts: HandOuts;
  readonly audit: AuditLog;
}

/** Deleted ones too: their bytes are there until their lock ends. */
export const ALL_STATES: readonly BackupState[] = [
  "queued",
  "dumping",
  "packing",
  "sealing",
  "ready",
  "failed",
  "cancelled",
  "deleted",
];

/** Every look is in the audit log before anything is shown. Throws `not-found`. */
export const lookAtTenant = async (
  deps: Pick<LookDeps, "tenants" | "audit" | keyof StaffDeps>,
  call: StaffCall,
  tenantId: string,
): Promise<Tenant> => {
  const tenant = await findTenant(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "tenant.looked-at"));
  return tenant;
};

/** Newest first. Throws `not-found`. */
export const lookAtBackups = async (
  deps: LookDeps,
  call: StaffCall,
  tenantId: string,
  page: { readonly pageSize: number; readonly after?: string },
): Promise<HistoryPage> => {
  await findTenant(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "backups.listed"));
  return deps.history.list({ tenantId, states: ALL_STATES, ...page });
};

/** With the hand-out that is open. Throws `not-found`. */
export const lookAtBackup = async (
  deps: LookDeps,
  call: StaffCall,
  tenantId: string,
  backupId: string,
): Promise<{ readonly backup: Backup; readonly handOut?: HandOut }> => {
  await findTenant(deps, tenantId);
  const backup = await deps.backups.find(tenantId, backupId);
  if (!backup) throw new Failure("not-found");
  await deps.audit.record(staffFact(deps, call, tenantId, "backup.looked-at", { backupId }));
  const handOut = await deps.handOuts.find(tenantId, backupId);
  return { backup, ...(handOut && isOpen(handOut, deps.clock.now()) ? { handOut } : {}) };
};
