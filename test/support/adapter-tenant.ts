import type { SeededTenant } from "../../infra/local/seed/seed-tenant.ts";

/** What the secret store would hold for a seeded tenant. */
export const secretsOf = (...tenants: readonly SeededTenant[]) => {
  const secrets = new Map(
    tenants.map(({ tenantId, logins, secretKeyBase }) => [
      tenantId as string,
      { identityUrl: logins.identity.url, dumpUrl: logins.dump.url, secretKeyBase },
    ]),
  );
  return async (tenantId: string) => {
    const secret = secrets.get(tenantId);
    if (secret === undefined) throw new Error(`no secret of ${tenantId}`);
    return secret;
  };
};
