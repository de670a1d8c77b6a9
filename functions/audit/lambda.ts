import { createApi } from "../http/create-api.ts";
import { wireAudit } from "../wiring/wire-audit.ts";
import { exportLogRoute } from "./export-log.ts";
import { listEventsRoute } from "./list-events.ts";

const deps = wireAudit();

export const handler = createApi(deps, {
  "GET /api/v3/audit_events": listEventsRoute(deps),
  "POST /api/v3/audit_exports": exportLogRoute(deps),
});
