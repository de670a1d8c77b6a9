import { createApi } from "../http/create-api.ts";
import { wireSupport } from "../wiring/wire-support.ts";
import { checkAuditRoute } from "./check-audit.ts";
import { createBackupRoute } from "./create-backup.ts";
import { handOutBackupRoute } from "./hand-out-backup.ts";
import { listBackupsRoute } from "./list-backups.ts";
import { listTenantsRoute } from "./list-tenants.ts";
import { readAuditRoute } from "./read-audit.ts";
import { showBackupRoute } from "./show-backup.ts";
import { showTenantRoute } from "./show-tenant.ts";

const deps = wireSupport();

export const handler = createApi(deps, {
  "GET /support/v1/tenants": listTenantsRoute(deps),
  "GET /support/v1/tenants/{tenantId}": showTenantRoute(deps),
  "GET /support/v1/tenants/{tenantId}/backups": listBackupsRoute(deps),
  "POST /support/v1/tenants/{tenantId}/backups": createBackupRoute(deps),
  "GET /support/v1/tenants/{tenantId}/backups/{backupId}": showBackupRoute(deps),
  "POST /support/v1/tenants/{tenantId}/backups/{backupId}/hand_outs": handOutBackupRoute(deps),
  "GET /support/v1/tenants/{tenantId}/audit": readAuditRoute(deps),
  "POST /support/v1/tenants/{tenantId}/audit_checks": checkAuditRoute(deps),
});
