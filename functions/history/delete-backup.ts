import type * as z from "zod/mini";
import { type DeleteBackupDeps, deleteBackup } from "../domain/history/delete-backup.ts";
import { confirmationShape } from "../http/confirmation.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";

/** `DELETE /api/v3/backups/{backupId}`: after password and code; hidden at once, its bytes go when their lock ends. */
export const deleteBackupRoute = (deps: DeleteBackupDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      await deleteBackup(deps, doerOf(call), call.path["backupId"] ?? "", call.input);
      return { status: 204 };
    },
  });
