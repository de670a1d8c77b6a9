import { describe, expect, it } from "vitest";
import { postgresTenantProbe } from "../../../functions/adapters/postgres/postgres-tenant-probe.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { secretsOf } from "../../support/adapter-tenant.ts";
import { usersWorld } from "../../support/users-world.ts";

const world = usersWorld();
type Logins = { readonly identityUrl: string; readonly dumpUrl: string };

const logins = (tenantId: string) => secretsOf(world.acme, world.globex)(tenantId);
const look = (tenantId: string, change: (logins: Logins) => Logins = (same) => same) =>
  postgresTenantProbe({ freshSecrets: async (id) => change(await logins(id)) }).look(aTenant({ tenantId }));
const bad = async (...asked: Parameters<typeof look>) => (await look(...asked)).filter(({ isGood }) => !isGood);

describe.each(["acme", "globex"] as const)("a check of %s's databases", (tenantId) => {
  it("connects with each login and finds all that is needed", async () => {
    const findings = await look(tenantId);
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(findings.map(({ what }) => what)).toEqual([
      "secret",
      "identity-login",
      "identity-columns",
      "dump-login",
      "one-installation",
    ]);
  });

  it("names every column that is missing, of every table", async () => {
    await world.change(
      world[tenantId],
      "alter table users rename column admin to was_admin; alter table tokens rename column value to was_value",
      "alter table users rename column was_admin to admin; alter table tokens rename column was_value to value",
    );
    expect(await bad(tenantId)).toEqual([
      { what: "identity-columns", isGood: false, missing: ["users.admin", "tokens.value"] },
    ]);
  });

  it("names what is there and may not be read", async () => {
    const login = new URL((await logins(tenantId)).identityUrl).username;
    await world.change(
      world[tenantId],
      `revoke select on user_passwords from "${login}"`,
      `grant select on user_passwords to "${login}"`,
    );
    const [finding] = await bad(tenantId);
    expect(finding).toMatchObject({
      what: "identity-columns",
      missing: expect.arrayContaining(["user_passwords.salt"]),
    });
  });

  it("misses the dump's right to read everything", async () => {
    const { identityUrl } = await logins(tenantId);
    const findings = await bad(tenantId, (all) => ({ ...all, dumpUrl: identityUrl }));
    expect(findings).toMatchObject([{ what: "dump-login", missing: ["pg_read_all_data"] }]);
  });

  it("counts the installations of a database", async () => {
    await world.change(
      world[tenantId],
      "create schema two; create table two.users (); create table two.attachments (); create table two.user_passwords ()",
      "drop schema two cascade",
    );
    expect(await bad(tenantId)).toMatchObject([{ what: "one-installation", note: "2 installations in this database" }]);
  });
});

const withPassword = (url: string, password: string) => Object.assign(new URL(url), { password }).href;

describe("a login that does not get in", () => {
  it.each<[string, (logins: Logins) => Logins, string]>([
    [
      "a wrong password",
      (all) => ({ ...all, identityUrl: withPassword(all.identityUrl, "hunter2") }),
      "SQLSTATE 28P01",
    ],
    ["a database that is not there", (all) => ({ ...all, identityUrl: `${all.identityUrl}-gone` }), "SQLSTATE 3D000"],
    [
      "a server that is not there",
      (all) => ({ ...all, identityUrl: "postgres://a:hunter2@127.0.0.1:1/x" }),
      "ECONNREFUSED",
    ],
    [
      "a text that is no address",
      (all) => ({ ...all, identityUrl: "postgres://a:hunter2@:x:/" }),
      "the address in the secret is none",
    ],
  ])("for %s is told by a code, and the other is looked at all the same", async (_, change, note) => {
    const findings = await look("acme", change);
    expect(findings.filter(({ isGood }) => !isGood)).toEqual([{ what: "identity-login", isGood: false, note }]);
    expect(findings.map(({ what }) => what)).toContain("dump-login");
    expect(JSON.stringify(findings)).not.toMatch(/hunter2|127\.0\.0\.1/u);
  });

  it.each([
    ["not there", { reason: "the tenant has no secret" }, []],
    ["of another shape", { reason: "the tenant's secret is not usable", wrong: ["dumpUrl"] }, ["dumpUrl"]],
  ])("for a secret that is %s is not tried", async (_, details, missing) => {
    const probe = postgresTenantProbe({
      freshSecrets: async () => {
        throw new Failure("tenant-database-unavailable", details);
      },
    });
    expect(await probe.look(aTenant())).toEqual([{ what: "secret", isGood: false, missing, note: details.reason }]);
  });
});
