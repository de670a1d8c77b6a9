import { checkAudit, type LookAtAuditDeps } from "../domain/support/look-at-audit.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderChainCheck } from "../http/representations/audit-chain.ts";

/** `POST /support/v1/tenants/{tenantId}/audit_checks`: is every fact of the audit log as it was written. */
export const checkAuditRoute = (deps: LookAtAuditDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      return { status: 200, body: renderChainCheck(tenantId, await checkAudit(deps, call, tenantId)) };
    },
  });
