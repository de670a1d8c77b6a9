import type { Schedules } from "../domain/schedule/schedules.ts";
import { type LookDeps, lookAtTenant } from "../domain/support/look-at-backups.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderShownTenant } from "../http/representations/support-tenant.ts";

interface ShowTenantDeps extends LookDeps {
  readonly schedules: Pick<Schedules, "find">;
}

/** `GET /support/v1/tenants/{tenantId}`: one tenant and its settings, the administrators' own too. */
export const showTenantRoute = (deps: ShowTenantDeps) =>
  byStaff({
    async handle(call) {
      const tenant = await lookAtTenant(deps, call, call.path["tenantId"] ?? "");
      const schedule = await deps.schedules.find(tenant.tenantId);
      return { status: 200, body: renderShownTenant(tenant, schedule, deps.clock.now()) };
    },
  });
