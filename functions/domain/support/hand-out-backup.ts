import type { ArchiveFacts, Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import { noticeOf } from "../outbox.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { HAND_OUT_MS, type HandOut, type HandOuts } from "./hand-outs.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface HandOutDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly backups: Pick<BackupStore, "find">;
  readonly handOuts: HandOuts;
}

export interface HandedOut {
  readonly backup: Backup;
  readonly handOut: HandOut;
}

/**
 * Opens a backup to its tenant's administrators and mails them the address; one that was deleted too, for as long as its
 * bytes are locked. Whoever downloads it signs in and confirms as always: nobody of the staff ever holds a link.
 * Throws `not-found`, and `no-archive` where there is nothing to download (any more).
 */
export const handOutBackup = async (
  deps: HandOutDeps,
  call: StaffCall,
  tenantId: string,
  backupId: string,
): Promise<HandedOut> => {
  const { staff, ticketNumber } = call;
  if (ticketNumber === undefined) throw new Failure("constraint-violation", { attribute: "ticketNumber" });
  await findTenant(deps, tenantId);
  const backup = await deps.backups.find(tenantId, backupId);
  if (!backup) throw new Failure("not-found");
  const openedAt = deps.clock.now();
  const before = await deps.handOuts.find(tenantId, backupId);
  // The last backup of a tenant that goes stays that, and for as long as the tenant was told.
  const isLast = before?.isLast ? ({ isLast: true } as const) : {};
  const wantedUntil = Math.max(openedAt + HAND_OUT_MS, before?.isLast ? before.endsAt : 0);
  const endsAt = Math.min(wantedUntil, availableUntil(backup, archiveOf(backup)));
  if (endsAt <= openedAt) throw new Failure("no-archive", { state: backup.state });
  const handOut = { tenantId, backupId, by: staff.name, ticketNumber, openedAt, endsAt, ...isLast };
  const fact = staffFact(deps, call, tenantId, "backup.handed-out", {
    backupId,
    until: new Date(endsAt).toISOString(),
  });
  const notice = noticeOf(deps.ids, tenantId, openedAt, {
    kind: "backup-handed-out",
    about: backup.requestedBy,
    backupId,
    requestedAt: backup.requestedAt,
    ticketNumber,
    ...(backup.state === "deleted" ? { endsAt } : {}),
  });
  await deps.handOuts.open(handOut, { at: openedAt, events: [notice], fact });
  return { backup, handOut };
};

function archiveOf({ state, archive }: Backup): ArchiveFacts {
  if ((state === "ready" || state === "deleted") && archive) return archive;
  throw new Failure("no-archive", { state });
}

/** What was deleted may be gone as soon as its lock has ended. */
const availableUntil = ({ state }: Backup, { keptUntil }: ArchiveFacts): number =>
  state === "deleted" ? keptUntil : Number.POSITIVE_INFINITY;
