import * as z from "zod/mini";
import { type LookAtAuditDeps, readAudit } from "../domain/support/look-at-audit.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderChainRow } from "../http/representations/audit-chain.ts";
import { renderStaffPage, tenantPath } from "../http/representations/support-tenant.ts";

/** A fact has a few hundred bytes; an answer may have 6 MB. */
const ROWS_MAX = 500;

const queryShape = z.strictObject({ cursor: z.optional(z.string().check(z.regex(/^\d{1,12}$/u))) });

/** `GET /support/v1/tenants/{tenantId}/audit`: the audit log as it is chained, from the first row on. */
export const readAuditRoute = (deps: LookAtAuditDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      const { cursor = "0" } = call.query(queryShape);
      const page = await readAudit(deps, call, tenantId, { after: Number(cursor), rowsMax: ROWS_MAX });
      const next = page.next === undefined ? undefined : String(page.next);
      return {
        status: 200,
        body: renderStaffPage(`${tenantPath(tenantId)}/audit`, page.rows.map(renderChainRow), next),
      };
    },
  });
