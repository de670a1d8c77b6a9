import type { Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

/** A backup, and who looks at it. */
export interface BackupPlace {
  readonly tenant: Tenant;
  readonly user: User;
  readonly backupId: string;
}

/**
 * The backup as this user may see it: their own, administrators any of the tenant's. Throws `not-found` alike for what is
 * another's, not there and deleted.
 */
export const findVisible = async (
  { backups }: { readonly backups: BackupStore },
  { tenant, user, backupId }: BackupPlace,
): Promise<Backup> => {
  const backup = await backups.find(tenant.tenantId, backupId);
  const isTheirs = user.isAdmin || backup?.requestedBy.userId === user.userId;
  if (!backup || !isTheirs || backup.state === "deleted") throw new Failure("not-found");
  return backup;
};

/** The same, for somebody who is going to change it. Throws `missing-permission` too. */
export const findChangeable = async (deps: { readonly backups: BackupStore }, place: BackupPlace): Promise<Backup> => {
  const backup = await findVisible(deps, place);
  if (!place.user.mayCreateBackup) throw new Failure("missing-permission");
  return backup;
};
