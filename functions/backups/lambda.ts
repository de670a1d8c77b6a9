import { createApi } from "../http/create-api.ts";
import { wireBackups } from "../wiring/wire-backups.ts";
import { requestBackupRoute } from "./request.ts";
import { showJobStatusRoute } from "./show-job-status.ts";

const deps = wireBackups();

export const handler = createApi(deps, {
  "POST /api/v3/backups": requestBackupRoute(deps),
  "GET /api/v3/job_statuses/{backupId}": showJobStatusRoute(deps),
});
