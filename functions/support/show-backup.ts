import { type LookDeps, lookAtBackup } from "../domain/support/look-at-backups.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportBackup } from "../http/representations/support-backup.ts";

/** `GET /support/v1/tenants/{tenantId}/backups/{backupId}`: its facts, and whether it is handed out. */
export const showBackupRoute = (deps: LookDeps) =>
  byStaff({
    async handle(call) {
      const { tenantId = "", backupId = "" } = call.path;
      const { backup, handOut } = await lookAtBackup(deps, call, tenantId, backupId);
      return { status: 200, body: renderSupportBackup(backup, handOut) };
    },
  });
