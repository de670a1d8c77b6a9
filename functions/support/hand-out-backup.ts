import { type HandOutDeps, handOutBackup } from "../domain/support/hand-out-backup.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportBackup } from "../http/representations/support-backup.ts";

/** `POST /support/v1/tenants/{tenantId}/backups/{backupId}/hand_outs`: opens it to the tenant's administrators. */
export const handOutBackupRoute = (deps: HandOutDeps) =>
  byStaff({
    async handle(call) {
      const { tenantId = "", backupId = "" } = call.path;
      const { backup, handOut } = await handOutBackup(deps, call, tenantId, backupId);
      return { status: 201, body: renderSupportBackup(backup, handOut) };
    },
  });
