import { type CheckTenantDeps, checkTenant } from "../domain/support/check-tenant.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderTenantCheck } from "../http/representations/tenant-check.ts";

/** `POST /support/v1/tenants/{tenantId}/checks`: connects to all that a backup needs, and says what is missing. */
export const checkTenantRoute = (deps: CheckTenantDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      return { status: 200, body: renderTenantCheck(tenantId, await checkTenant(deps, call, tenantId)) };
    },
  });
