import { isEnded } from "../backup/backup.ts";
import { Failure } from "../failure.ts";
import type { BackupHistory } from "../history/backup-history.ts";
import { walkHistory } from "../history/walk-history.ts";
import type { TenantDirectory, TenantRegistry } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { type HandOuts, isOpen } from "./hand-outs.ts";
import { ALL_STATES } from "./look-at-backups.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface FinishRemovalDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find"> & Pick<TenantRegistry, "remove">;
  readonly history: Pick<BackupHistory, "list" | "cancel" | "remove">;
  readonly handOuts: Pick<HandOuts, "find">;
}

const PAGE_SIZE = 50;

/**
 * The tenant goes, when the time of its last hand-out is over: its backups are deleted (their bytes go when their locks
 * end), its host name is free. Its audit log stays. May be repeated. Throws `not-found`, and `tenant-not-handed-over` where
 * the removal was not begun with this backup, or its time is not over.
 */
export const finishRemoval = async (
  deps: FinishRemovalDeps,
  call: StaffCall,
  { tenantId, backupId }: { readonly tenantId: string; readonly backupId: string },
): Promise<void> => {
  const tenant = await findTenant(deps, tenantId);
  const handOut = await deps.handOuts.find(tenantId, backupId);
  if (!handOut?.isLast) throw new Failure("tenant-not-handed-over");
  const until = new Date(handOut.endsAt).toISOString();
  if (isOpen(handOut, deps.clock.now())) throw new Failure("tenant-not-handed-over", { until });
  await deleteBackups(deps, call, tenantId);
  const fact = staffFact(deps, call, tenantId, "tenant.removed", { backupId, domainName: tenant.domainName });
  if (!(await deps.tenants.remove(tenant, fact))) throw new Failure("tenant-changed");
};

async function deleteBackups(deps: FinishRemovalDeps, call: StaffCall, tenantId: string): Promise<void> {
  const wish = { tenantId, states: ALL_STATES, pageSize: PAGE_SIZE };
  for await (const backups of walkHistory(deps.history, wish)) {
    for (const backup of backups) {
      const { backupId } = backup;
      const changeOf = (what: string) => {
        const fact = staffFact(deps, call, tenantId, what, { backupId });
        return { at: fact.at, events: [], fact };
      };
      if (!isEnded(backup)) await deps.history.cancel(backup, changeOf("backup.cancelled"));
      else if (backup.state === "ready") await deps.history.remove(backup, changeOf("backup.deleted"));
    }
  }
}
