import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoTenantId } from "../../../infra/local/seed/demo-tenant.ts";
import type { SeededTenant } from "../../../infra/local/seed/seed-tenant.ts";
import { aPostgres } from "../../support/postgres-cluster.ts";
import { aDemoStore, aDemoTenant } from "../../support/postgres-demo.ts";
import { runPostgresProgram } from "../../support/postgres-program.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

const denied = { code: "42501" };
let postgres: Awaited<ReturnType<typeof aPostgres>>;
let tenants: Record<DemoTenantId, SeededTenant>;

beforeAll(async () => {
  postgres = await aPostgres();
  const { putObject } = aDemoStore();
  tenants = {
    acme: await aDemoTenant({ postgres, tenant: "acme", putObject }),
    globex: await aDemoTenant({ postgres, tenant: "globex", putObject }),
  };
});
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
});

/** Tables of a tenant on which the login of a connection string has one of these privileges. */
async function tablesWith(url: string, privileges: string): Promise<string[]> {
  const rows = await queryPostgres<{ name: string }>(
    url,
    `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
       and has_table_privilege(oid, $1) order by relname`,
    [privileges],
  );
  return rows.map(({ name }) => name);
}

async function rowCounts(url: string): Promise<Record<string, number>> {
  const tables = await queryPostgres<{ name: string }>(
    url,
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await queryPostgres<{ n: number }>(url, `select count(*)::int as n from ${name}`);
    counts[name] = row?.n ?? -1;
  }
  return counts;
}

describe.each<DemoTenantId>(["acme", "globex"])("the logins of %s", (tenantId) => {
  const writing = "insert, update, delete, truncate";

  it("let identity read the tables that say who somebody is, and nothing else", async () => {
    const { url } = tenants[tenantId].logins.identity;
    expect(await tablesWith(url, "select")).toEqual([
      "attachments",
      "member_roles",
      "members",
      "role_permissions",
      "roles",
      "settings",
      "tokens",
      "two_factor_authentication_devices",
      "user_auth_provider_links",
      "user_passwords",
      "users",
    ]);
    // Their options hold OpenProject's own client secrets.
    await expect(queryPostgres(url, "select options from auth_providers")).rejects.toMatchObject(denied);
    expect(await queryPostgres(url, "select id, slug, available from auth_providers")).toBeDefined();
    expect(await tablesWith(url, writing)).toEqual([]);
    await expect(queryPostgres(url, "select subject from work_packages limit 1")).rejects.toMatchObject(denied);
    await expect(queryPostgres(url, "update users set admin = true")).rejects.toMatchObject(denied);
    await expect(queryPostgres(url, "create table mine (id int)")).rejects.toMatchObject(denied);
  });

  it("let dump read every table and write none", async () => {
    const { url } = tenants[tenantId].logins.dump;
    const all = Object.keys(await rowCounts(postgres.url(tenantId)));
    expect(all.length).toBeGreaterThan(19);
    expect(await tablesWith(url, "select")).toEqual(all);
    expect(await tablesWith(url, writing)).toEqual([]);
    await expect(queryPostgres(url, "create database mine")).rejects.toMatchObject(denied);
  });

  it("let restore make databases and rename the tenant's, but not look into it", async () => {
    const { url } = tenants[tenantId].logins.restore;
    await queryPostgres(url, `create database ${tenantId}_new`);
    await queryPostgres(url, `drop database ${tenantId}_new`);
    await queryPostgres(url, `alter database ${tenantId} rename to ${tenantId}_before`);
    await queryPostgres(url, `alter database ${tenantId}_before rename to ${tenantId}`);
    const inside = new URL(url);
    inside.pathname = `/${tenantId}`;
    await expect(queryPostgres(inside.href, "select login from users")).rejects.toMatchObject(denied);
    await expect(queryPostgres(url, "create role mine")).rejects.toMatchObject(denied);
  });

  it("do not open the other tenant's database", async () => {
    const other = tenantId === "acme" ? "globex" : "acme";
    for (const login of Object.values(tenants[tenantId].logins)) {
      const foreign = new URL(login.url);
      foreign.pathname = `/${other}`;
      await expect(queryPostgres(foreign.href, "select 1")).rejects.toMatchObject(denied);
    }
  });

  it("carry the whole database into a new one by pg_dump and pg_restore", async () => {
    const { dump, restore } = tenants[tenantId].logins;
    const directory = mkdtempSync(join(tmpdir(), "coffer-dump-"));
    try {
      const file = join(directory, "openproject.pgdump");
      await runPostgresProgram(postgres.bin, "pg_dump", dump.url, ["-Fc", "-x", "-O", "-f", file]);
      await queryPostgres(restore.url, `create database ${tenantId}_restored`);
      const restored = new URL(restore.url);
      restored.pathname = `/${tenantId}_restored`;
      const flags = ["--no-owner", "--no-privileges", "--exit-on-error", "-d", `${tenantId}_restored`, file];
      await runPostgresProgram(postgres.bin, "pg_restore", restored.href, flags);

      const counts = await rowCounts(postgres.url(tenantId));
      expect(await rowCounts(restored.href)).toEqual(counts);
      expect(counts["work_packages"]).toBe(15);
      expect(counts["journals"]).toBeGreaterThan(30);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
