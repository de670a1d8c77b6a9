import { createApi } from "../http/create-api.ts";
import { wireDownloads } from "../wiring/wire-downloads.ts";
import { pullRoute } from "./pull.ts";

const deps = wireDownloads();

export const handler = createApi(deps, { "GET /api/v3/backups/{backupId}/content": pullRoute(deps) });
