import type { ArchiveFacts, Backup } from "../backup/backup.ts";
import type { BackupStore } from "../backup/backup-store.ts";
import { Failure } from "../failure.ts";
import type { Clock } from "../ports.ts";
import { type HandOuts, isOpen } from "../support/hand-outs.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

export interface FindArchiveDeps {
  readonly backups: BackupStore;
  readonly handOuts: Pick<HandOuts, "find">;
  readonly clock: Clock;
}

export interface FoundArchive {
  readonly backup: Backup;
  readonly archive: ArchiveFacts;
}

/**
 * The archive that a person may download: of backups they asked for themselves, administrators of every one; a deleted
 * one is administrators' while support has opened it to them. Throws `not-found` alike for what is not theirs, not there
 * and deleted, `missing-permission` when the permission of the person who asked was withdrawn since, and `no-archive` for
 * what has none.
 */
export const findArchive = async (
  deps: FindArchiveDeps,
  tenant: Tenant,
  user: User,
  backupId: string,
): Promise<FoundArchive> => {
  const backup = await deps.backups.find(tenant.tenantId, backupId);
  const isTheirs = user.isAdmin || backup?.requestedBy.userId === user.userId;
  if (!backup || !isTheirs) throw new Failure("not-found");
  const isHidden = backup.state === "deleted" && !(user.isAdmin && (await isHandedOut(deps, backup)));
  if (isHidden) throw new Failure("not-found");
  if (!user.mayCreateBackup) throw new Failure("missing-permission");
  const isThere = backup.state === "ready" || backup.state === "deleted";
  if (!isThere || !backup.archive) throw new Failure("no-archive", { state: backup.state });
  return { backup, archive: backup.archive };
};

async function isHandedOut({ handOuts, clock }: FindArchiveDeps, { tenantId, backupId }: Backup): Promise<boolean> {
  const handOut = await handOuts.find(tenantId, backupId);
  return handOut !== undefined && isOpen(handOut, clock.now());
}
