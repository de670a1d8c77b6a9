import type * as z from "zod/mini";
import { type SetTenantDeps, setTenant } from "../domain/support/set-tenant.ts";
import { byStaff } from "../http/by-staff.ts";
import { operatorSettingsShape, readOperatorSettings } from "../http/representations/operator-settings.ts";
import { renderSupportTenant } from "../http/representations/support-tenant.ts";

/** `PATCH /support/v1/tenants/{tenantId}`: the operator's settings that are named, and nothing else. */
export const setTenantRoute = (deps: SetTenantDeps) =>
  byStaff<z.infer<typeof operatorSettingsShape>>({
    body: { shape: operatorSettingsShape },
    async handle(call) {
      const tenant = await setTenant(deps, call, call.path["tenantId"] ?? "", readOperatorSettings(call.input));
      return { status: 200, body: renderSupportTenant(tenant) };
    },
  });
