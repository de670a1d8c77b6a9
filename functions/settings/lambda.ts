import { createApi } from "../http/create-api.ts";
import { wireSettings } from "../wiring/wire-settings.ts";
import { changeSettingsRoute } from "./change-settings.ts";
import { showSettingsRoute } from "./show-settings.ts";

const deps = wireSettings();

export const handler = createApi(deps, {
  "GET /api/v3/backup_settings": showSettingsRoute(deps),
  "PATCH /api/v3/backup_settings": changeSettingsRoute(deps),
});
