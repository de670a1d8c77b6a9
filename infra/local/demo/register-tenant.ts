import { randomUUID } from "node:crypto";
import type { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { dynamoTenants } from "../../../functions/adapters/dynamo/dynamo-tenants.ts";
import type { TenantSecret } from "../../../functions/adapters/secrets/secrets-manager-tenant-secrets.ts";
import { SYSTEM_ORIGIN } from "../../../functions/domain/audit/audit-log.ts";
import type { Tenant, TenantChange } from "../../../functions/domain/tenant/tenant.ts";
import { keepSecret } from "./keep-secret.ts";

export interface TenantRegister {
  readonly records: DynamoDBDocumentClient;
  readonly secrets: SecretsManagerClient;
  readonly table: string;
  readonly secretPrefix: string;
}

/** Puts a tenant into Coffer's directory, and its logins where functions look for them; again brings both up to date. */
export async function registerTenant(register: TenantRegister, tenant: Tenant, secret: TenantSecret): Promise<void> {
  await keepSecret(register.secrets, `${register.secretPrefix}${tenant.tenantId}`, JSON.stringify(secret));
  const tenants = dynamoTenants({
    client: register.records,
    table: register.table,
    clock: { now: Date.now },
  });
  const known = await tenants.find(tenant.tenantId);
  const fact = {
    factId: randomUUID(),
    tenantId: tenant.tenantId,
    at: Date.now(),
    what: known === undefined ? "tenant.registered" : "tenant.changed",
    actor: { kind: "system" },
    origin: SYSTEM_ORIGIN,
    details: { domainName: tenant.domainName },
  } as const;
  const isDone =
    known === undefined
      ? await tenants.register(tenant, fact)
      : await tenants.change(known, operatorsPart(tenant), fact);
  if (!isDone) throw new Error(`The host name ${tenant.domainName} is another tenant's.`);
}

/** What the program says of a tenant today. What the tenant's administrators set themselves is not among it. */
function operatorsPart(tenant: Tenant): TenantChange {
  const { tenantId: _tenantId, registeredAt: _registeredAt, settings, ...rest } = tenant;
  const {
    backupApiPull: _backupApiPull,
    backupRetention: _backupRetention,
    supportMail = null,
    ...operators
  } = settings;
  return { ...rest, settings: { ...operators, supportMail } };
}
