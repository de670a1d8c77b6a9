import { Client, Pool } from "pg";
import { describe, expect, it } from "vitest";
import { postgresTenantUsers } from "../../../functions/adapters/postgres/postgres-tenant-users.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { secretsOf } from "../../support/adapter-tenant.ts";
import { queryPostgres } from "../../support/postgres-query.ts";
import { usersWorld } from "../../support/users-world.ts";

const world = usersWorld();
const inTenant = ({ tenantId }: { readonly tenantId: string }) => aTenant({ tenantId });

describe("a tenant's database that is older, newer, changed or in trouble", () => {
  it("takes a time without a zone as UTC, whatever zone the server is in", async () => {
    const person = world.globex.people.find(({ apiKey, isActive }) => apiKey !== undefined && isActive);
    const key = person?.apiKey ?? "";
    await world.change(
      world.globex,
      `alter database globex set timezone = 'Pacific/Auckland';
       alter table tokens alter column expires_on type timestamp using null;
       alter table user_passwords alter column created_at type timestamp using created_at at time zone 'UTC';
       update tokens set expires_on = '2026-01-31 12:00:01' where type = 'Token::API'`,
      `alter database globex reset timezone;
       alter table tokens alter column expires_on type timestamptz using null;
       alter table user_passwords alter column created_at type timestamptz using created_at at time zone 'UTC'`,
    );
    expect((await world.users.findByApiKey(inTenant(world.globex), key))?.user.userId).toBe(person?.userId);
    world.clock.advance(2_000);
    expect(await world.users.findByApiKey(inTenant(world.globex), key)).toBeUndefined();
    const [row] = await queryPostgres<{ at: string }>(
      world.postgres.url("globex"),
      "select created_at::text as at from user_passwords where user_id = $1 order by id desc limit 1",
      [person?.userId],
    );
    const { password } = await world.users.factors(inTenant(world.globex), person?.userId ?? 0);
    expect(password?.changedAt).toBe(Date.parse(`${row?.at.replace(" ", "T")}Z`));
  });

  it("understands older and newer versions: principals, identity URLs, no expiry, no second factors", async () => {
    const sso = world.globex.people.find(({ persona }) => persona === "single sign-on")?.userId ?? 0;
    const plain = world.globex.people.find(({ persona }) => persona === "administrator")?.userId ?? 0;
    await world.change(
      world.globex,
      "alter table user_auth_provider_links rename column user_id to principal_id",
      "alter table user_auth_provider_links rename column principal_id to user_id",
    );
    expect((await world.users.factors(inTenant(world.globex), sso)).isSingleSignOn).toBe(true);
    await world.change(
      world.globex,
      `alter table user_auth_provider_links rename to other_links;
       update users set identity_url = 'saml:${plain}' where id = ${plain}`,
      `alter table other_links rename to user_auth_provider_links;
       update users set identity_url = null where id = ${plain}`,
    );
    const older = world.freshUsers();
    expect((await older.factors(inTenant(world.globex), sso)).isSingleSignOn).toBe(false);
    expect((await older.factors(inTenant(world.globex), plain)).isSingleSignOn).toBe(true);
    await world.change(
      world.globex,
      `alter table tokens rename column expires_on to expired;
       alter table two_factor_authentication_devices rename to other_devices`,
      `alter table tokens rename column expired to expires_on;
       alter table other_devices rename to two_factor_authentication_devices`,
    );
    const oldest = world.freshUsers();
    expect((await oldest.factors(inTenant(world.globex), plain)).authenticators).toEqual([]);
    const key = world.globex.people.find(({ userId }) => userId === plain)?.apiKey ?? "";
    expect((await oldest.findByApiKey(inTenant(world.globex), key))?.user.userId).toBe(plain);
  });

  it("names what is missing", async () => {
    await world.change(
      world.globex,
      "alter table role_permissions rename column permission to permitted",
      "alter table role_permissions rename column permitted to permission",
    );
    await expect(world.users.activeAdmins(inTenant(world.globex))).rejects.toMatchObject({
      code: "tenant-database-unsupported",
      details: { missing: "role_permissions.permission" },
    });
  });

  it("refuses to take second factors it may not read for none", async () => {
    await world.change(
      world.globex,
      "revoke select on two_factor_authentication_devices from globex_identity",
      "grant select on two_factor_authentication_devices to globex_identity",
    );
    await expect(world.users.factors(inTenant(world.globex), 4)).rejects.toMatchObject({
      code: "tenant-database-unsupported",
      details: { missing: "two_factor_authentication_devices.id" },
    });
  });

  it("looks at the tables again after a question that failed", async () => {
    await world.users.activeAdmins(inTenant(world.globex));
    await world.change(world.globex, "alter table roles rename to old_roles", "select 1");
    await expect(world.users.activeAdmins(inTenant(world.globex))).rejects.toMatchObject({
      code: "tenant-database-unsupported",
    });
    await queryPostgres(world.postgres.url("globex"), "alter table old_roles rename to roles");
    expect(await world.users.activeAdmins(inTenant(world.globex))).not.toEqual([]);
  });

  it.each([
    ["a wrong password", (url: URL) => Object.assign(url, { password: "wrong" })],
    ["no such database", (url: URL) => Object.assign(url, { pathname: "/nowhere" })],
    ["no server", (url: URL) => Object.assign(url, { port: "1" })],
    ["a server without the TLS it was asked for", (url: URL) => Object.assign(url, { search: "?sslmode=require" })],
  ])("is unavailable with %s", async (_, spoil) => {
    const identityUrl = spoil(new URL(world.globex.logins.identity.url)).href;
    const broken = postgresTenantUsers({
      tenantSecrets: async () => ({ identityUrl, secretKeyBase: "x" }),
      pools: world.pools,
      clock: world.clock,
    });
    await expect(broken.findById(inTenant(world.globex), 4)).rejects.toMatchObject({
      code: "tenant-database-unavailable",
    });
  });

  it("is unavailable while the server has no connection left, and there again afterwards", async () => {
    await world.change(
      world.globex,
      "alter role globex_identity connection limit 1",
      "alter role globex_identity connection limit -1",
    );
    const holder = new Client({ connectionString: world.globex.logins.identity.url });
    await holder.connect();
    await expect(world.users.findById(inTenant(world.globex), 4)).rejects.toMatchObject({
      code: "tenant-database-unavailable",
    });
    await holder.end();
    expect(await world.users.findById(inTenant(world.globex), 4)).toBeDefined();
  });

  it("gives up a statement that waits too long", async () => {
    const holder = new Client({ connectionString: world.postgres.url("globex") });
    await holder.connect();
    await holder.query("begin; lock table roles in access exclusive mode");
    const pool = new Pool({ connectionString: world.globex.logins.identity.url, statement_timeout: 100 });
    pool.on("error", () => undefined);
    const hasty = postgresTenantUsers({
      tenantSecrets: secretsOf(world.globex),
      pools: { poolFor: () => pool, close: async () => undefined },
      clock: world.clock,
    });
    await expect(hasty.activeAdmins(inTenant(world.globex))).rejects.toMatchObject({
      code: "tenant-database-unavailable",
      details: { sqlState: "57014" },
    });
    await holder.end();
    await pool.end();
  });

  it("survives connections that the server cuts, and goes by the name coffer", async () => {
    await world.users.activeAdmins(inTenant(world.globex));
    const sessions = await queryPostgres(
      world.postgres.url("globex"),
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'coffer' and usename = 'globex_identity'",
    );
    expect(sessions.length).toBeGreaterThan(0);
    await expect
      .poll(() =>
        world.users.activeAdmins(inTenant(world.globex)).then(
          (admins) => admins.length,
          () => 0,
        ),
      )
      .toBeGreaterThan(0);
  });
});
