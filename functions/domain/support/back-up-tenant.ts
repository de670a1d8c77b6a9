import type { Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import { SUPPORT_PERSON } from "../notice/support-person.ts";
import { workOf } from "../outbox.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface BackUpTenantDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly backups: Pick<BackupStore, "accept">;
}

/**
 * Makes a backup on a tenant's behalf. It takes the tenant's slot like any other, but needs no backup token and is not
 * counted against the day's limit. Nobody fetches it by an API key: administrators do, in person.
 * Throws `not-found`, `backup-pending`.
 */
export const backUpTenant = async (
  deps: BackUpTenantDeps,
  call: StaffCall,
  tenantId: string,
  wantsAttachments: boolean,
): Promise<Backup> => {
  const { title } = await findTenant(deps, tenantId);
  const { clock, ids } = deps;
  const at = clock.now();
  const backupId = ids.uuid();
  const backup: Backup = {
    tenantId,
    backupId,
    state: "queued",
    requestedAt: at,
    requestedBy: { ...SUPPORT_PERSON, staffName: call.staff.name },
    title,
    wantsAttachments,
    generation: 0,
  };
  const fact = staffFact(deps, call, tenantId, "backup.requested", { backupId, attachments: wantsAttachments });
  const events = [workOf(ids, at, { tenantId, backupId, step: "dump", generation: 0 })];
  const result = await deps.backups.accept({ backup, day: new Date(at).toISOString().slice(0, 10), events, fact });
  if (result.outcome === "refused") throw new Failure("backup-pending");
  return backup;
};
