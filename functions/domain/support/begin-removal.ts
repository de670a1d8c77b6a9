import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import { noticeOf } from "../outbox.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import type { HandedOut } from "./hand-out-backup.ts";
import { FAREWELL_MS, type HandOuts } from "./hand-outs.ts";
import { checkedReason, type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface BeginRemovalDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly backups: Pick<BackupStore, "find">;
  readonly handOuts: HandOuts;
}

/**
 * A tenant is to go: its last backup is handed out, and every administrator is told to download it, or to take a code along
 * that opens it later. Nothing is taken away yet. Throws `not-found`, `no-archive`, `constraint-violation`.
 */
export const beginRemoval = async (
  deps: BeginRemovalDeps,
  call: StaffCall,
  { tenantId, backupId, reason }: { readonly tenantId: string; readonly backupId: string; readonly reason: string },
): Promise<HandedOut> => {
  const why = checkedReason(reason);
  await findTenant(deps, tenantId);
  const backup = await deps.backups.find(tenantId, backupId);
  if (!backup) throw new Failure("not-found");
  if (backup.state !== "ready") throw new Failure("no-archive", { state: backup.state });
  const openedAt = deps.clock.now();
  const endsAt = openedAt + FAREWELL_MS;
  const { staff, ticketNumber = "-" } = call;
  const handOut = { tenantId, backupId, by: staff.name, ticketNumber, openedAt, endsAt, isLast: true } as const;
  const until = new Date(endsAt).toISOString();
  const fact = staffFact(deps, call, tenantId, "tenant.removal-begun", { backupId, until, reason: why });
  const { requestedAt, requestedBy } = backup;
  const content = { kind: "tenant-leaving", about: requestedBy, backupId, requestedAt, endsAt, reason: why } as const;
  const notice = noticeOf(deps.ids, tenantId, openedAt, content);
  await deps.handOuts.open(handOut, { at: openedAt, events: [notice], fact });
  return { backup, handOut };
};
