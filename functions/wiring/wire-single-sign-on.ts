import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { dynamoAttempts } from "../adapters/dynamo/dynamo-attempts.ts";
import { dynamoSignOnChallenges, dynamoSignOnIdentities } from "../adapters/dynamo/dynamo-sign-ons.ts";
import { guardedFetch } from "../adapters/openid/guarded-fetch.ts";
import { openidIdentityProvider } from "../adapters/openid/openid-identity-provider.ts";
import { signOnSecrets } from "../adapters/secrets/secrets-manager-sign-on-secrets.ts";
import { SDK_CLIENT_SETTINGS } from "../adapters/system/sdk-client-settings.ts";
import { required } from "./environment.ts";
import { wireService } from "./wire-service.ts";

/** The one function that visits addresses which tenants chose. It knows no tenant's database. */
export const wireSingleSignOn = () => {
  const service = wireService();
  const { table, clock } = service;
  const secrets = signOnSecrets({
    client: new SecretsManagerClient(SDK_CLIENT_SETTINGS),
    prefix: required("COFFER_SIGN_ON_SECRET_PREFIX"),
    clock,
  });
  const isLoopbackAllowed = required("COFFER_LOOPBACK_ISSUERS") === "allowed";
  return {
    ...service,
    attempts: dynamoAttempts(table),
    challenges: dynamoSignOnChallenges(table),
    identities: dynamoSignOnIdentities(table),
    provider: openidIdentityProvider({
      fetch: guardedFetch({ isLoopbackAllowed }),
      clientSecret: async (tenantId) => (await secrets(tenantId)).clientSecret,
      clock,
      isLoopbackAllowed,
    }),
  };
};
