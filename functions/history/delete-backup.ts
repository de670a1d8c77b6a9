import type * as z from "zod/mini";
import { type DeleteBackupDeps, deleteBackup } from "../domain/history/delete-backup.ts";
import { confirmationOf, confirmationShape } from "../http/confirmation.ts";
import { signedIn } from "../http/handler.ts";
import { sessionCookie } from "../http/session-cookie.ts";
import { signedInOf } from "../http/signed-in-of.ts";

/** `DELETE /api/v3/backups/{backupId}`: after password and code; hidden at once, its bytes go when their lock ends. */
export const deleteBackupRoute = (deps: DeleteBackupDeps) =>
  signedIn<z.infer<typeof confirmationShape>>({
    body: { shape: confirmationShape },
    async handle(call) {
      const sessionId = await deleteBackup(deps, signedInOf(call), call.path["backupId"] ?? "", confirmationOf(call));
      return { status: 204, cookies: [sessionCookie(sessionId)] };
    },
  });
