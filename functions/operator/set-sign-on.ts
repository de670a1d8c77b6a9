import type * as z from "zod/mini";
import { setSignOn } from "../domain/support/set-sign-on.ts";
import type { SetTenantDeps } from "../domain/support/set-tenant.ts";
import { byStaff } from "../http/by-staff.ts";
import { readSignOnProvider, signOnProviderShape } from "../http/representations/sign-on-provider.ts";
import { renderSupportTenant } from "../http/representations/support-tenant.ts";

/** `POST /support/v1/tenants/{tenantId}/single_sign_on`: the tenant's identity provider, in place of an earlier one. */
export const setSignOnRoute = (deps: SetTenantDeps) =>
  byStaff<z.infer<typeof signOnProviderShape>>({
    body: { shape: signOnProviderShape },
    async handle(call) {
      const tenant = await setSignOn(deps, call, call.path["tenantId"] ?? "", readSignOnProvider(call.input));
      return { status: 200, body: renderSupportTenant(tenant) };
    },
  });

/** `DELETE /support/v1/tenants/{tenantId}/single_sign_on`: nobody signs in by one any more. */
export const removeSignOnRoute = (deps: SetTenantDeps) =>
  byStaff({
    async handle(call) {
      const tenant = await setSignOn(deps, call, call.path["tenantId"] ?? "", null);
      return { status: 200, body: renderSupportTenant(tenant) };
    },
  });
