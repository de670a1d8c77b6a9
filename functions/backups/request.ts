import * as z from "zod";
import { type RequestBackupDeps, requestBackup } from "../domain/backup/request-backup.ts";
import { signedIn } from "../http/handler.ts";
import { idempotencyKeyOf } from "../http/idempotency-key.ts";
import { renderAcceptedBackup } from "../http/representations.ts";

const shape = z.strictObject({
  backupToken: z.string(),
  attachments: z.boolean().default(true),
});

/** `POST /api/v3/backups`: asks for a backup, by the contract that existing scripts rely on. */
export const requestBackupRoute = (deps: RequestBackupDeps) =>
  signedIn<z.infer<typeof shape>>({
    body: { shape, failures: { backupToken: "backup-token-missing" } },
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
