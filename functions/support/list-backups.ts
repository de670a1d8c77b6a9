import * as z from "zod/mini";
import { type LookDeps, lookAtBackups } from "../domain/support/look-at-backups.ts";
import { byStaff } from "../http/by-staff.ts";
import { renderSupportBackup } from "../http/representations/support-backup.ts";
import { renderStaffPage, tenantPath } from "../http/representations/support-tenant.ts";

const PAGE_SIZE = 50;

const queryShape = z.strictObject({ cursor: z.optional(z.string().check(z.regex(/^[\w-]{1,128}$/u))) });

/** `GET /support/v1/tenants/{tenantId}/backups`: all of them, newest first, deleted ones too. */
export const listBackupsRoute = (deps: LookDeps) =>
  byStaff({
    async handle(call) {
      const tenantId = call.path["tenantId"] ?? "";
      const { cursor } = call.query(queryShape);
      const after = cursor === undefined ? {} : { after: Buffer.from(cursor, "base64url").toString() };
      const { backups, next } = await lookAtBackups(deps, call, tenantId, { pageSize: PAGE_SIZE, ...after });
      const elements = backups.map((backup) => renderSupportBackup(backup));
      const nextCursor = next === undefined ? undefined : Buffer.from(next).toString("base64url");
      return { status: 200, body: renderStaffPage(`${tenantPath(tenantId)}/backups`, elements, nextCursor) };
    },
  });
