import { type Backup, isEnded } from "../backup/backup.ts";
import { PULL_WINDOW_MS } from "../download/pull-archive.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";

/** What a caller may do with a backup now; each is checked again when it is done. */
export interface BackupActions {
  readonly seeJobStatus: boolean;
  /** Be sent to its bytes: a script by its key, a person once they have a grant. */
  readonly fetch: boolean;
  readonly stepUp: boolean;
  /** Look at what is in its archive, and what is not. */
  readonly seeFiles: boolean;
  readonly annotate: boolean;
  readonly cancel: boolean;
  readonly delete: boolean;
  readonly askSupport: boolean;
}

export interface Looker {
  readonly tenant: Tenant;
  readonly user: User;
  /** Absent: a person with a session. */
  readonly apiKeyId?: number;
}

/** For a backup that the looker can see. */
export const actionsOn = (backup: Backup, { tenant, user, apiKeyId }: Looker, now: number): BackupActions => {
  const isPerson = apiKeyId === undefined;
  const isReady = backup.state === "ready";
  const isPullable =
    tenant.settings.backupApiPull &&
    backup.requestedBy.userId === user.userId &&
    backup.requestedBy.apiKeyId === apiKeyId &&
    now - (backup.endedAt ?? 0) < PULL_WINDOW_MS;
  return {
    seeJobStatus: backup.requestedBy.userId === user.userId,
    fetch: isReady && user.mayCreateBackup && (isPerson || isPullable),
    stepUp: isReady && user.mayCreateBackup && isPerson,
    seeFiles: isReady && user.mayCreateBackup && isPerson,
    annotate: user.mayCreateBackup,
    cancel: user.mayCreateBackup && !isEnded(backup),
    delete: isReady && user.mayCreateBackup && isPerson,
    askSupport: isPerson && tenant.settings.supportMail !== undefined,
  };
};
