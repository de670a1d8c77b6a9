import * as z from "zod/mini";
import { type ExportDeps, exportAuditLog } from "../domain/audit/export-audit-log.ts";
import { confirmationMembers, confirmationOf } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { renderAuditExport } from "../http/representations/audit-export.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

export const auditExportRequestShape = z.strictObject({
  ...confirmationMembers,
  /** The position that an earlier export ended with. */
  after: z.optional(z.int().check(z.minimum(0), z.maximum(999_999_999_999))),
});

/** `POST /api/v3/audit_exports`: the chain as a file that proves itself, by a link of two minutes; after password and code. */
export const exportLogRoute = (deps: ExportDeps) =>
  signedIn<z.infer<typeof auditExportRequestShape>>({
    body: { shape: auditExportRequestShape },
    async handle(call) {
      const made = await exportAuditLog(deps, signedInOf(call), call.input.after ?? 0, confirmationOf(call));
      return { status: 201, body: renderAuditExport(made), cookies: [sessionCookie(made.sessionId)] };
    },
  });
