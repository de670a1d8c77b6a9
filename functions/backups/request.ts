import * as z from "zod/mini";
import { type RequestBackupDeps, requestBackup } from "../domain/backup/request-backup.ts";
import { signedIn } from "../http/handler.ts";
import { idempotencyKeyOf } from "../http/idempotency-key.ts";
import { renderAcceptedBackup } from "../http/representations/job-status.ts";

export const backupRequestShape = z.strictObject({
  backupToken: z.string(),
  attachments: z._default(z.boolean(), true),
});

/** `POST /api/v3/backups`: asks for a backup, by the contract that existing scripts rely on. */
export const requestBackupRoute = (deps: RequestBackupDeps) =>
  signedIn<z.infer<typeof backupRequestShape>>({
    body: { shape: backupRequestShape, failures: { backupToken: "backup-token-missing" } },
    async handle({ tenant, caller, input, header, origin }) {
      const backup = await requestBackup(deps, tenant, {
        user: caller.user,
        ...(caller.via === "api-key" ? { apiKeyId: caller.apiKeyId } : {}),
        backupToken: input.backupToken,
        wantsAttachments: input.attachments,
        idempotencyKey: idempotencyKeyOf(header("idempotency-key")),
        origin,
      });
      return { status: 202, body: renderAcceptedBackup(backup) };
    },
  });
