import { createApi } from "../http/create-api.ts";
import { wireHistory } from "../wiring/wire-history.ts";
import { annotateBackupRoute } from "./annotate-backup.ts";
import { askSupportRoute } from "./ask-support.ts";
import { cancelBackupRoute } from "./cancel-backup.ts";
import { deleteBackupRoute } from "./delete-backup.ts";
import { estimateBackupRoute } from "./estimate-backup.ts";
import { listBackupsRoute } from "./list-backups.ts";
import { showBackupRoute } from "./show-backup.ts";

const deps = wireHistory();

export const handler = createApi(deps, {
  "GET /api/v3/backups": listBackupsRoute(deps),
  "GET /api/v3/backups/estimate": estimateBackupRoute(deps),
  "GET /api/v3/backups/{backupId}": showBackupRoute(deps),
  "PATCH /api/v3/backups/{backupId}": annotateBackupRoute(deps),
  "DELETE /api/v3/backups/{backupId}": deleteBackupRoute(deps),
  "POST /api/v3/backups/{backupId}/cancel": cancelBackupRoute(deps),
  "POST /api/v3/backups/{backupId}/support_request": askSupportRoute(deps),
});
