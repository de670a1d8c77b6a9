import { type LookDeps, lookAtTenant } from "../domain/support/look-at-backups.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportTenant } from "../http/representations/support-tenant.ts";

/** `GET /support/v1/tenants/{tenantId}`: one tenant and its settings. */
export const showTenantRoute = (deps: LookDeps) =>
  byStaff({
    async handle(call) {
      const tenant = await lookAtTenant(deps, call, call.path["tenantId"] ?? "");
      return { status: 200, body: renderSupportTenant(tenant) };
    },
  });
