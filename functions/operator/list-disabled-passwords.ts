import { type LookAtPasswordsDeps, lookAtDisabledPasswords } from "../domain/support/look-at-tokens.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderStaffPage, tenantPath } from "../http/representations/support-tenant.ts";
import { renderStaffPassword } from "../http/representations/support-token.ts";

/** `GET /support/v1/tenants/{tenantId}/disabled_passwords`: those that too many wrong ones have disabled. */
export const listDisabledPasswordsRoute = (deps: LookAtPasswordsDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      const elements = (await lookAtDisabledPasswords(deps, call, tenantId)).map(renderStaffPassword);
      return { status: 200, body: renderStaffPage(`${tenantPath(tenantId)}/disabled_passwords`, elements, undefined) };
    },
  });
