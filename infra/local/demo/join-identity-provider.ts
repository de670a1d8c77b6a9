import { randomUUID } from "node:crypto";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { dynamoTenants } from "../../../functions/adapters/dynamo/dynamo-tenants.ts";
import type { SignOnSecret } from "../../../functions/adapters/secrets/secrets-manager-sign-on-secrets.ts";
import { SYSTEM_ORIGIN } from "../../../functions/domain/audit/audit-log.ts";
import { redirectUriOf } from "../../../functions/domain/single-sign-on/begin-sign-on.ts";
import { type LocalIdentityProvider, startIdentityProvider } from "../identity-provider/start-identity-provider.ts";
import type { DemoTenant } from "../seed/demo-tenant.ts";
import type { LocalCloud } from "../start-local-cloud.ts";
import { keepSecret } from "./keep-secret.ts";

/** OpenProject's name of it, in the demo's database. */
const name = "globex-login";

export interface JoinOptions {
  /** False: it is registered as one that cannot ask people anew. */
  readonly canStepUp?: boolean;
}

/** An identity provider with the tenant's people who sign in by one, registered for a tenant that is there. */
export async function joinIdentityProvider(
  cloud: LocalCloud,
  { tenantId, title, people }: DemoTenant,
  { canStepUp = true }: JoinOptions = {},
): Promise<LocalIdentityProvider> {
  const { clients } = cloud.services;
  const environment = cloud.functions["single-sign-on"]?.spec.environment ?? {};
  const tenants = dynamoTenants({
    client: DynamoDBDocumentClient.from(clients.dynamo),
    table: z.string().parse(environment["COFFER_TABLE"]),
    clock: { now: Date.now },
  });
  const tenant = await tenants.find(tenantId);
  if (tenant === undefined) throw new Error(`The tenant ${tenantId} is not registered.`);
  const provider = await startIdentityProvider({
    title: `${title}: sign in`,
    redirectUri: redirectUriOf(tenant),
    people: people.flatMap(({ externalId, login, firstname, lastname }) =>
      externalId === undefined ? [] : [{ subject: externalId, login, name: `${firstname} ${lastname}` }],
    ),
  });
  try {
    const { issuer, clientId, clientSecret } = provider;
    const prefix = z.string().parse(environment["COFFER_SIGN_ON_SECRET_PREFIX"]);
    await keepSecret(clients.secrets, `${prefix}${tenantId}`, JSON.stringify({ clientSecret } satisfies SignOnSecret));
    const isDone = await tenants.change(
      tenant,
      { signOn: { name, issuer, clientId, canStepUp } },
      {
        factId: randomUUID(),
        tenantId,
        at: Date.now(),
        what: "tenant.changed",
        actor: { kind: "system" },
        origin: SYSTEM_ORIGIN,
        details: { issuer },
      },
    );
    if (!isDone) throw new Error(`The tenant ${tenantId} was changed by somebody else.`);
    return provider;
  } catch (error) {
    await provider.close();
    throw error;
  }
}
