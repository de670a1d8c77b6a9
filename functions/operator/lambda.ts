import { createApi } from "../http/create-api.ts";
import { wireOperator } from "../wiring/wire-operator.ts";
import { checkTenantRoute } from "./check-tenant.ts";
import { endTokenWaitRoute } from "./end-token-wait.ts";
import { listTokensRoute } from "./list-tokens.ts";
import { registerTenantRoute } from "./register-tenant.ts";
import { setTenantRoute } from "./set-tenant.ts";

const deps = wireOperator();

export const handler = createApi(deps, {
  "POST /support/v1/tenants": registerTenantRoute(deps),
  "PATCH /support/v1/tenants/{tenantId}": setTenantRoute(deps),
  "POST /support/v1/tenants/{tenantId}/checks": checkTenantRoute(deps),
  "GET /support/v1/tenants/{tenantId}/backup_tokens": listTokensRoute(deps),
  "POST /support/v1/tenants/{tenantId}/backup_tokens/{userId}/wait_end": endTokenWaitRoute(deps),
});
