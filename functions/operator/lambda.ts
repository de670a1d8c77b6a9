import { createApi } from "../http/create-api.ts";
import { wireOperator } from "../wiring/wire-operator.ts";
import { beginRemovalRoute } from "./begin-removal.ts";
import { checkTenantRoute } from "./check-tenant.ts";
import { enablePasswordRoute } from "./enable-password.ts";
import { endTokenWaitRoute } from "./end-token-wait.ts";
import { finishRemovalRoute } from "./finish-removal.ts";
import { listDisabledPasswordsRoute } from "./list-disabled-passwords.ts";
import { listTokensRoute } from "./list-tokens.ts";
import { registerTenantRoute } from "./register-tenant.ts";
import { removeSignOnRoute, setSignOnRoute } from "./set-sign-on.ts";
import { setTenantRoute } from "./set-tenant.ts";
import { showSecretPlaceRoute } from "./show-secret-place.ts";

const deps = wireOperator();

export const handler = createApi(deps, {
  "POST /support/v1/tenants": registerTenantRoute(deps),
  "PATCH /support/v1/tenants/{tenantId}": setTenantRoute(deps),
  "POST /support/v1/tenants/{tenantId}/single_sign_on": setSignOnRoute(deps),
  "DELETE /support/v1/tenants/{tenantId}/single_sign_on": removeSignOnRoute(deps),
  "GET /support/v1/tenants/{tenantId}/secret_place": showSecretPlaceRoute(deps),
  "POST /support/v1/tenants/{tenantId}/removals": beginRemovalRoute(deps),
  "DELETE /support/v1/tenants/{tenantId}": finishRemovalRoute(deps),
  "POST /support/v1/tenants/{tenantId}/checks": checkTenantRoute(deps),
  "GET /support/v1/tenants/{tenantId}/backup_tokens": listTokensRoute(deps),
  "POST /support/v1/tenants/{tenantId}/backup_tokens/{userId}/wait_end": endTokenWaitRoute(deps),
  "GET /support/v1/tenants/{tenantId}/disabled_passwords": listDisabledPasswordsRoute(deps),
  "POST /support/v1/tenants/{tenantId}/disabled_passwords/{userId}/enablement": enablePasswordRoute(deps),
});
