import type { Postgres } from "../../infra/local/postgres/start-postgres.ts";
import { createTenantDatabase, tenantRoles, withClient } from "../../infra/local/seed/create-tenant-database.ts";
import { type DemoTenant, demoTenant } from "../../infra/local/seed/demo-tenant.ts";
import { seedBasics } from "../../infra/local/seed/seed-basics.ts";
import { seedPeople } from "../../infra/local/seed/seed-people.ts";
import { seedPermissions } from "../../infra/local/seed/seed-permissions.ts";
import { seedWork } from "../../infra/local/seed/seed-work.ts";

/** At size 1: about 1,050,000 journals, each with a copy of the description it is of. */
const workPackagesAtOne = 300_000;

export interface FilledDatabase {
  readonly tenant: DemoTenant;
  readonly name: string;
  readonly workPackages: number;
  /** Reads all, and that is all it may. */
  readonly dumpUrl: string;
  readonly identityUrl: string;
  /** May change rows. */
  readonly ownerUrl: string;
}

/** An OpenProject database as the demo's, as large as `size` says; without attachments. */
export async function fillDatabase(postgres: Postgres, size: number, seed: number): Promise<FilledDatabase> {
  const tenant = demoTenant("acme", seed);
  const name = tenant.database;
  const workPackages = Math.max(20, Math.round(workPackagesAtOne * size));
  const projects = 5 + Math.floor(workPackages / 1_000);
  await createTenantDatabase(postgres, name, name);
  await withClient(postgres.url(name), async (client) => {
    const userIds = await seedPeople(client, tenant, Math.max(5, Math.round(3_000 * size)), seed);
    await seedBasics(client, tenant, projects, seed);
    await seedWork(client, tenant, userIds, { projects, workPackages }, seed);
    await seedPermissions(client, tenant, userIds, projects);
  });
  const roles = tenantRoles(name);
  return {
    tenant,
    name,
    workPackages,
    dumpUrl: postgres.url(name, roles.dump),
    identityUrl: postgres.url(name, roles.identity),
    ownerUrl: postgres.url(name),
  };
}
