import { createApi } from "../http/create-api.ts";
import { wireFiles } from "../wiring/wire-files.ts";
import { listFilesRoute } from "./list-files.ts";
import { listMissingRoute } from "./list-missing.ts";
import { takeOutRoute } from "./take-out.ts";

const deps = wireFiles();

export const handler = createApi(deps, {
  "GET /api/v3/backups/{backupId}/files": listFilesRoute(deps),
  "GET /api/v3/backups/{backupId}/missing_files": listMissingRoute(deps),
  "POST /api/v3/backups/{backupId}/extracts": takeOutRoute(deps),
});
