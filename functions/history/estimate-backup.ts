import * as z from "zod/mini";
import { Failure } from "../domain/failure.ts";
import { type EstimateDeps, estimateBackup } from "../domain/history/estimate-backup.ts";
import { signedIn } from "../http/handler.ts";
import { renderEstimate } from "../http/representations/estimate.ts";

export const estimateQueryShape = z.strictObject({
  attachments: z._default(z.enum(["true", "false"]), "true"),
});

/** `GET /api/v3/backups/estimate`: what a backup would hold and how long it would take; asks nothing of anybody. */
export const estimateBackupRoute = (deps: EstimateDeps) =>
  signedIn({
    async handle({ tenant, caller, query }) {
      if (!caller.user.mayCreateBackup) throw new Failure("missing-permission");
      const wantsAttachments = query(estimateQueryShape).attachments === "true";
      const estimate = await estimateBackup(deps, tenant, wantsAttachments);
      return { status: 200, body: renderEstimate(estimate, wantsAttachments) };
    },
  });
