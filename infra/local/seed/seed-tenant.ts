import { escapeIdentifier } from "pg";
import type { Postgres } from "../postgres/start-postgres.ts";
import { specialAttachments } from "./attachment-plan.ts";
import { createTenantDatabase, tenantRoles, withClient } from "./create-tenant-database.ts";
import { type DemoTenant, type DemoTenantId, demoTenant } from "./demo-tenant.ts";
import { type PutObject, seedAttachments } from "./seed-attachments.ts";
import { seedBasics } from "./seed-basics.ts";
import { seedPeople } from "./seed-people.ts";
import { seedPermissions, seedSingleSignOn } from "./seed-permissions.ts";
import { seedWork } from "./seed-work.ts";

export interface SeedTenantOptions {
  readonly postgres: Pick<Postgres, "url">;
  readonly tenant: DemoTenantId;
  /** 1: 300 work packages, about 1,000 journals, 200 attachments of 80 MiB in all. Others multiply; 0.05 is for tests. */
  readonly size: number;
  readonly seed: number;
  readonly putObject: PutObject;
  /** Where in its bucket the tenant's objects are; the keys given to `putObject` begin with it. */
  readonly bucketPrefix?: string;
  /** Issuer of globex's identity provider. */
  readonly openIdIssuer?: string;
}

/** A demo tenant, and how to get at it. */
export interface SeededTenant extends DemoTenant {
  readonly bucketPrefix: string;
  readonly logins: {
    readonly identity: { readonly url: string };
    readonly dump: { readonly url: string };
    /** Connects to the server's `postgres` database: it makes databases, and may not look into the tenant's. */
    readonly restore: { readonly url: string };
  };
  /** Attachments a backup has to name as unreadable. */
  readonly losses: readonly { readonly attachmentId: number; readonly why: "missing" | "size" }[];
}

/**
 * A tenant's database and store, believable and the same for the same seed. A database of that name which is there
 * already is left as it is, whatever `size` says, and its own sign-in data is returned. What an interrupted run left
 * has another name, and is dropped.
 */
export async function seedTenant(options: SeedTenantOptions): Promise<SeededTenant> {
  const { postgres, tenant: tenantId } = options;
  const database = tenantId;
  const roles = tenantRoles(database);
  let seed = await recordedSeed(postgres, database);
  if (seed === undefined) {
    seed = options.seed;
    await fill(demoTenant(tenantId, seed), `${database}_unfinished`, options);
    await withClient(postgres.url("postgres"), async (client) => {
      await client.query(`comment on role ${roles.identity} is '${seed}'`);
      await client.query(`alter database ${escapeIdentifier(`${database}_unfinished`)} rename to ${database}`);
    });
  }
  return {
    ...demoTenant(tenantId, seed),
    bucketPrefix: options.bucketPrefix ?? "",
    logins: {
      identity: { url: postgres.url(database, roles.identity) },
      dump: { url: postgres.url(database, roles.dump) },
      restore: { url: postgres.url("postgres", roles.restore) },
    },
    losses:
      tenantId === "acme"
        ? []
        : [
            { attachmentId: specialAttachments.missing, why: "missing" },
            { attachmentId: specialAttachments.cut, why: "size" },
          ],
  };
}

/** The seed of the database that is there. It stands on a role, as the database itself may be replaced by a restore. */
async function recordedSeed(postgres: Pick<Postgres, "url">, database: string): Promise<number | undefined> {
  return await withClient(postgres.url("postgres"), async (client) => {
    const { rows } = await client.query<{ seed: string | null }>(
      `select shobj_description(pg_roles.oid, 'pg_authid') as seed
       from pg_database, pg_roles where datname = $1 and rolname = $2`,
      [database, tenantRoles(database).identity],
    );
    const seed = rows[0]?.seed;
    return typeof seed === "string" ? Number(seed) : undefined;
  });
}

async function fill(tenant: DemoTenant, name: string, options: SeedTenantOptions): Promise<void> {
  const { postgres, size, seed, putObject } = options;
  const times = (amount: number) => Math.max(1, Math.round(amount * size));
  const projects = Math.min(5, times(5)) + Math.floor(size / 10);
  const workPackages = times(300);
  await createTenantDatabase(postgres, tenant.database, name);
  await withClient(postgres.url(name), async (client) => {
    const userIds = await seedPeople(client, tenant, tenant.tenantId === "globex" ? times(300) : 0, seed);
    await seedBasics(client, tenant, projects, seed);
    await seedWork(client, tenant, userIds, { projects, workPackages }, seed);
    await seedPermissions(client, tenant, userIds, projects);
    await seedSingleSignOn(client, tenant, options.openIdIssuer ?? "https://login.globex.example");
    // A demo shows what becomes of a big one too; in tests it would only take its time.
    const bigCount = size < 0.2 ? 0 : times(2);
    const amounts = { count: times(200), bigCount, workPackages };
    const store = { prefix: options.bucketPrefix ?? "", putObject };
    await seedAttachments(client, tenant, userIds, amounts, seed, store);
    await client.query(continueIds);
    await client.query("analyze");
  });
}

/** Rows came with their ids; whoever adds one later goes on after them. */
const continueIds = `
  do $$ declare t text; begin
    for t in select tablename from pg_tables where schemaname = 'public' loop
      execute format('select setval(pg_get_serial_sequence(%L, ''id''), coalesce(max(id), 1)) from %I', t, t);
    end loop;
  end $$`;
