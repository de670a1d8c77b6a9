import * as z from "zod/mini";
import type { AuditExport } from "../../domain/audit/export-audit-log.ts";
import { isoTime, timeShape } from "./wire.ts";

export const auditExportShape = z.strictObject({
  _type: z.literal("AuditExport"),
  id: z.string(),
  rows: z.int(),
  /** Of the last row in it. */
  lastPosition: z.int(),
  lastHash: z.nullable(z.string()),
  /** Send it as `after` to go on; null when the export reaches the chain's end. */
  nextAfter: z.nullable(z.int()),
  /** Whoever has it can fetch the export until `expiresAt`. */
  downloadUrl: z.url(),
  expiresAt: timeShape,
});

export const renderAuditExport = (made: AuditExport): z.infer<typeof auditExportShape> => ({
  _type: "AuditExport",
  id: made.exportId,
  rows: made.rows,
  lastPosition: made.last.position,
  lastHash: made.last.hash === "" ? null : made.last.hash,
  nextAfter: made.isCut ? made.last.position : null,
  downloadUrl: made.address,
  expiresAt: isoTime(made.endsAt),
});
