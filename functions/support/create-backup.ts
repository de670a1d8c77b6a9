import * as z from "zod/mini";
import { type BackUpTenantDeps, backUpTenant } from "../domain/support/back-up-tenant.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportBackup } from "../http/representations/support-backup.ts";

const shape = z.strictObject({ attachments: z._default(z.boolean(), true) });

/** `POST /support/v1/tenants/{tenantId}/backups`: makes one on the tenant's behalf. */
export const createBackupRoute = (deps: BackUpTenantDeps) =>
  byStaff<z.infer<typeof shape>>({
    body: { shape },
    async handle(call) {
      const backup = await backUpTenant(deps, call, call.path["tenantId"] ?? "", call.input.attachments);
      return { status: 202, body: renderSupportBackup(backup) };
    },
  });
