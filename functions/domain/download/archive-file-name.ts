import type { Backup } from "../backup/backup.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** What a browser saves an archive as: the tenant and the time of the request (UTC), in characters every system takes. */
export const archiveFileName = (tenant: Tenant, backup: Backup): string => {
  const time = new Date(backup.requestedAt).toISOString().slice(0, 19).replaceAll(":", "").replace("T", "-");
  return `openproject-${tenant.tenantId}-${time}.zip`;
};
