import type { BackupStore } from "../domain/backup/backup-store.ts";
import { Failure } from "../domain/failure.ts";
import { signedIn } from "../http/handler.ts";
import { renderJobStatus } from "../http/representations/job-status.ts";

/** `GET /api/v3/job_statuses/{backupId}`: how far one's own request is; anyone else's does not exist. */
export const showJobStatusRoute = (deps: { readonly backups: BackupStore }) =>
  signedIn({
    async handle({ tenant, caller, path }) {
      const backup = await deps.backups.find(tenant.tenantId, path["backupId"] ?? "");
      if (backup?.requestedBy.userId !== caller.user.userId) throw new Failure("not-found");
      return { status: 200, body: renderJobStatus(backup) };
    },
  });
