import { createApi } from "../http/create-api.ts";
import { wireDownloads } from "../wiring/wire-downloads.ts";
import { askOpeningRoute } from "./ask-opening.ts";
import { collectRoute } from "./collect.ts";
import { giveExtractLinkRoute } from "./give-extract-link.ts";
import { giveLinkRoute } from "./give-link.ts";
import { makeCollectionCodeRoute } from "./make-collection-code.ts";
import { openGrantRoute } from "./open-grant.ts";
import { showOpeningRoute } from "./show-opening.ts";
import { stepUpRoute } from "./step-up.ts";
import { stopOpeningRoute } from "./stop-opening.ts";

const deps = wireDownloads();

export const handler = createApi(deps, {
  "POST /api/v3/backups/{backupId}/tickets": stepUpRoute(deps),
  "POST /api/v3/backups/{backupId}/grants": openGrantRoute(deps),
  "POST /api/v3/backups/{backupId}/openings": askOpeningRoute(deps),
  "GET /api/v3/backups/{backupId}/openings/{userId}": showOpeningRoute(deps),
  "DELETE /api/v3/backups/{backupId}/openings/{userId}": stopOpeningRoute(deps),
  "GET /api/v3/backups/{backupId}/content": giveLinkRoute(deps),
  "GET /api/v3/backups/{backupId}/extracts/{extractId}/content": giveExtractLinkRoute(deps),
  "POST /api/v3/backups/{backupId}/collection_codes": makeCollectionCodeRoute(deps),
  "POST /api/v3/collections": collectRoute(deps),
});
