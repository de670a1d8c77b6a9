import type { ArchiveFacts, Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

/**
 * The archive that a person may download: of backups they asked for themselves, administrators of every one. Throws
 * `not-found` alike for what is not theirs, not there and deleted, `missing-permission` when the permission of the
 * person who asked was withdrawn since, and `no-archive` for what has none.
 */
export const findArchive = async (
  { backups }: { readonly backups: BackupStore },
  tenant: Tenant,
  user: User,
  backupId: string,
): Promise<{ readonly backup: Backup; readonly archive: ArchiveFacts }> => {
  const backup = await backups.find(tenant.tenantId, backupId);
  const isTheirs = user.isAdmin || backup?.requestedBy.userId === user.userId;
  if (!backup || !isTheirs || backup.state === "deleted") throw new Failure("not-found");
  if (!user.mayCreateBackup) throw new Failure("missing-permission");
  if (backup.state !== "ready" || !backup.archive) throw new Failure("no-archive", { state: backup.state });
  return { backup, archive: backup.archive };
};
