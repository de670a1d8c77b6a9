import { createApi } from "../http/create-api.ts";
import { wireDownloads } from "../wiring/wire-downloads.ts";
import { giveLinkRoute } from "./give-link.ts";
import { openGrantRoute } from "./open-grant.ts";
import { stepUpRoute } from "./step-up.ts";

const deps = wireDownloads();

export const handler = createApi(deps, {
  "POST /api/v3/backups/{backupId}/tickets": stepUpRoute(deps),
  "POST /api/v3/backups/{backupId}/grants": openGrantRoute(deps),
  "GET /api/v3/backups/{backupId}/content": giveLinkRoute(deps),
});
