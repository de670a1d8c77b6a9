import { cancelBackup, type HistoryDeps } from "../domain/history/cancel-backup.ts";
import { doerOf } from "../http/doer-of.ts";
import { signedIn } from "../http/handler.ts";
import { describeBackup } from "./show-backup.ts";

/** `POST /api/v3/backups/{backupId}/cancel`: ends it now, whatever is being done for it; another may be asked for at once. */
export const cancelBackupRoute = (deps: HistoryDeps) =>
  signedIn({
    async handle(call) {
      const doer = doerOf(call);
      const backup = await cancelBackup(deps, doer, call.path["backupId"] ?? "");
      return { status: 200, body: await describeBackup(deps, doer, backup) };
    },
  });
