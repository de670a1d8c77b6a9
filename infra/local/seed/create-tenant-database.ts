import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, type ClientBase, escapeIdentifier, escapeLiteral } from "pg";
import type { Postgres } from "../postgres/start-postgres.ts";

/** All that Coffer's `identity` login may read as a whole. */
const identityTables = [
  "users",
  "user_passwords",
  "two_factor_authentication_devices",
  "tokens",
  "members",
  "member_roles",
  "roles",
  "role_permissions",
  "attachments",
  "user_auth_provider_links",
  "settings",
] as const;

/** The logins Coffer uses, and the account the tables belong to, which is OpenProject's own. */
export function tenantRoles(database: string) {
  return {
    identity: `${database}_identity`,
    dump: `${database}_dump`,
    restore: `${database}_restore`,
    openproject: `${database}_openproject`,
  } as const;
}

/** A connection of its own for the work, closed whatever happens. */
export async function withClient<Result>(url: string, work: (client: ClientBase) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * An empty OpenProject database and its logins. Nobody else's login may connect: `pg_read_all_data` counts for the whole
 * server, so without that one tenant's `dump` could read the other's tables. The database belongs to `restore`, which
 * has to rename it when a restored one takes its place; the tables do not.
 */
export async function createTenantDatabase(postgres: Pick<Postgres, "url">, database: string, name: string) {
  const roles = tenantRoles(database);
  await withClient(postgres.url("postgres"), async (client) => {
    for (const role of Object.values(roles)) await createRole(client, role, new URL(postgres.url("postgres", role)));
    await client.query(`grant pg_read_all_data to ${roles.dump}`);
    await client.query(`alter role ${roles.restore} createdb`);
    await client.query(`alter role ${roles.openproject} nologin`);
    await client.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
    await client.query(`create database ${escapeIdentifier(name)} owner ${roles.restore}`);
    await client.query(`revoke all on database ${escapeIdentifier(name)} from public`);
    await client.query(`grant connect on database ${escapeIdentifier(name)} to ${roles.identity}, ${roles.dump}`);
  });
  await withClient(postgres.url(name), async (client) => {
    await client.query("revoke create on schema public from public");
    await client.query(`grant all on schema public to ${roles.openproject}`);
    await client.query(`set role ${roles.openproject}`);
    await client.query(readFileSync(join(import.meta.dirname, "openproject-tables.sql"), "utf8"));
    await client.query(`grant select on ${identityTables.join(", ")} to ${roles.identity}`);
    // Not its options: OpenProject's own client secrets are among them.
    await client.query(`grant select (id, slug, available) on auth_providers to ${roles.identity}`);
  });
}

async function createRole(client: ClientBase, role: string, { password }: URL): Promise<void> {
  const { rowCount } = await client.query("select from pg_roles where rolname = $1", [role]);
  const verb = rowCount === 0 ? "create" : "alter";
  await client.query(`${verb} role ${role} login nosuperuser nocreaterole password ${escapeLiteral(password)}`);
}
