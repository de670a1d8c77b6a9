import { createApi } from "../http/create-api.ts";
import { wireApi } from "../wiring/wire-api.ts";
import { wireBackupTokens } from "../wiring/wire-backup-tokens.ts";
import { wireFactors } from "../wiring/wire-factors.ts";
import { listTokensRoute } from "./list-tokens.ts";
import { makeTokenRoute } from "./make-token.ts";
import { revokeTokenRoute } from "./revoke-token.ts";

const api = wireApi();
const deps = { ...api, ...wireFactors(api), ...wireBackupTokens(api) };

export const handler = createApi(deps, {
  "GET /api/v3/backup_tokens": listTokensRoute(deps),
  "POST /api/v3/backup_tokens": makeTokenRoute(deps),
  "DELETE /api/v3/backup_tokens/{userId}": revokeTokenRoute(deps),
});
