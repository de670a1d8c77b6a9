import { type LookAtTokensDeps, lookAtTokens } from "../domain/support/look-at-tokens.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderStaffPage, tenantPath } from "../http/representations/support-tenant.ts";
import { renderSupportToken } from "../http/representations/support-token.ts";

/** `GET /support/v1/tenants/{tenantId}/backup_tokens`: who holds one, and from when on it is usable. */
export const listTokensRoute = (deps: LookAtTokensDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      const elements = (await lookAtTokens(deps, call, tenantId)).map(renderSupportToken);
      return { status: 200, body: renderStaffPage(`${tenantPath(tenantId)}/backup_tokens`, elements, undefined) };
    },
  });
