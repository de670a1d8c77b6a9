import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { postgresTenantUsers } from "../adapters/postgres/postgres-tenant-users.ts";
import { tenantPools } from "../adapters/postgres/tenant-pools.ts";
import { tenantSecrets } from "../adapters/secrets/secrets-manager-tenant-secrets.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { required } from "./environment.ts";
import type { Service } from "./wire-service.ts";

/** The way to tenants' databases, and to the users in them. */
export const wireTenantUsers = ({ clock }: Service) => {
  const secretStore = new SecretsManagerClient(SDK_CLIENT_SETTINGS);
  const secrets = tenantSecrets({ client: secretStore, prefix: required("COFFER_TENANT_SECRET_PREFIX"), clock });
  const pools = tenantPools();
  return {
    secretStore,
    secrets,
    pools,
    users: postgresTenantUsers({ tenantSecrets: secrets, pools, clock }),
  };
};
