import { createApi } from "../http/create-api.ts";
import { wireSupport } from "../wiring/wire-support.ts";
import { listTenantsRoute } from "./list-tenants.ts";

const deps = wireSupport();

export const handler = createApi(deps, {
  "GET /support/v1/tenants": listTenantsRoute(deps),
});
