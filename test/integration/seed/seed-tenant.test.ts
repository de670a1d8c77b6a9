import { createHash } from "node:crypto";
import { compare } from "bcryptjs";
import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DemoPerson } from "../../../infra/local/seed/demo-person.ts";
import type { PutObject } from "../../../infra/local/seed/seed-attachments.ts";
import type { SeededTenant } from "../../../infra/local/seed/seed-tenant.ts";
import { aPostgres } from "../../support/postgres-cluster.ts";
import { aDemoStore, aDemoTenant } from "../../support/postgres-demo.ts";
import { queryPostgres } from "../../support/postgres-query.ts";

let postgres: Awaited<ReturnType<typeof aPostgres>>;
let globex: SeededTenant;
const store = aDemoStore();

beforeAll(async () => {
  postgres = await aPostgres();
  globex = await aDemoTenant({ postgres, tenant: "globex", putObject: store.putObject });
});
afterAll(async () => {
  await postgres[Symbol.asyncDispose]();
});

const ask = async <Row extends Record<string, unknown>>(sql: string, values: readonly unknown[] = []) =>
  await queryPostgres<Row>(globex.logins.identity.url, sql, values);
const codeOf = (secret: string) => new TOTP({ secret }).generate({ timestamp: 59_000 });
const hex = (algorithm: string, text: string) => createHash(algorithm).update(text).digest("hex");

/** One number for all that is in a database. */
async function fingerprint(url: string): Promise<Record<string, string>> {
  const tables = await queryPostgres<{ name: string }>(
    url,
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  const prints: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await queryPostgres<{ print: string }>(
      url,
      `select md5(string_agg(t::text, ',' order by id)) as print from ${name} t`,
    );
    prints[name] = row?.print ?? "";
  }
  return prints;
}

/** The type of the newest password row, if the password told opens it; `undefined` where there is none to open. */
async function typeOfOpened({ userId, password }: DemoPerson): Promise<string | undefined> {
  const [row] = await ask<{ hashed_password: string; salt: string | null; type: string }>(
    "select hashed_password, salt, type from user_passwords where user_id = $1 order by created_at desc, id desc limit 1",
    [userId],
  );
  if (row === undefined) return undefined;
  const isRight =
    row.type === "UserPassword::SHA1"
      ? hex("sha1", `${row.salt}${hex("sha1", password ?? "")}`) === row.hashed_password
      : await compare(password ?? "", row.hashed_password);
  return isRight ? row.type : "not opened";
}

describe("the people of a demo tenant", () => {
  it("have the passwords told, hashed as OpenProject does, or none", async () => {
    const opened = await Promise.all(
      globex.people.map(async (person) => ({ persona: person.persona, passwordType: await typeOfOpened(person) })),
    );
    expect(opened).toEqual(globex.people.map(({ persona, passwordType }) => ({ persona, passwordType })));
    expect(new Set(opened.map(({ passwordType }) => passwordType))).toEqual(
      new Set(["UserPassword::Bcrypt", "UserPassword::SHA1", undefined]),
    );
  });

  it("have the second factors told", async () => {
    const devices = await ask<{ user_id: number; type: string; otp_secret: string | null }>(
      "select user_id::int, type, otp_secret from two_factor_authentication_devices where active order by user_id",
    );
    const found = devices.map((device) => [
      device.user_id,
      device.type,
      device.otp_secret && codeOf(device.otp_secret),
    ]);
    const told = globex.people.flatMap(({ userId, totpSecret, hasWebauthn }) => [
      ...(totpSecret === undefined ? [] : [[userId, "TwoFactorAuthentication::Device::Totp", codeOf(totpSecret)]]),
      ...(hasWebauthn === true ? [[userId, "TwoFactorAuthentication::Device::Webauthn", null]] : []),
    ]);
    expect(found).toEqual(told);
    expect(told).toHaveLength(3);
  });

  it("have the API keys told, and an expired one each that is none of them", async () => {
    const withKey = globex.people.filter(({ apiKey }) => apiKey !== undefined);
    expect(withKey.length).toBeGreaterThan(4);
    for (const { userId, apiKey } of withKey) {
      const live = await ask<{ value: string }>(
        "select value from tokens where user_id = $1 and type = 'Token::API' and (expires_on is null or expires_on > now())",
        [userId],
      );
      expect(live).toEqual([{ value: hex("sha256", `${apiKey}${globex.secretKeyBase}`) }]);
    }
  });

  it("hold the permission told, by administration or a global role alone", async () => {
    const rows = await ask<{ login: string }>(
      `select login from users u where type = 'User' and (admin or exists (
         select from members m
         join member_roles mr on mr.member_id = m.id
         join roles r on r.id = mr.role_id and r.type = 'GlobalRole'
         join role_permissions rp on rp.role_id = r.id and rp.permission = 'create_backup'
         where m.user_id = u.id and m.project_id is null)) order by id`,
    );
    const told = globex.people.filter(({ mayBackUp }) => mayBackUp).map(({ login }) => login);
    expect(rows.map(({ login }) => login)).toEqual(told);
    expect(told.length).toBeLessThan(globex.people.length);
  });

  it("are of every kind: locked, single sign-on, LDAP, and rows that are no people", async () => {
    const [row] = await ask(
      `select count(*) filter (where status = 3)::int as locked,
              count(*) filter (where admin and status = 1)::int as admins,
              count(*) filter (where ldap_auth_source_id is not null)::int as ldap,
              count(*) filter (where type = 'Group')::int as groups,
              count(*) filter (where type = 'PlaceholderUser')::int as placeholders,
              count(*) filter (where type = 'User')::int as users from users`,
    );
    expect(row).toEqual({ locked: 1, admins: 2, ldap: 1, groups: 1, placeholders: 1, users: 25 });
    const links = await queryPostgres<{ external_id: string }>(
      globex.logins.dump.url,
      `select external_id from user_auth_provider_links l join auth_providers p on p.id = l.auth_provider_id
       where p.type = 'OpenIDConnect::Provider' and p.options ->> 'issuer' is not null`,
    );
    expect(links.map(({ external_id }) => external_id)).toEqual(
      globex.people.flatMap(({ externalId }) => externalId ?? []),
    );
  });
});

describe("seedTenant", () => {
  it("leaves a seeded tenant as it is, and says the same of it, whatever size and seed are asked for", async () => {
    const before = await fingerprint(postgres.url("globex"));
    const again = aDemoStore();
    const second = await aDemoTenant({ postgres, tenant: "globex", putObject: again.putObject, size: 0.1, seed: 99 });
    expect(second).toEqual(globex);
    expect(again.objects.size).toBe(0);
    expect(await fingerprint(postgres.url("globex"))).toEqual(before);
  });

  it("makes the same tenant from the same seed on another server, but for the passwords of its logins", async () => {
    await using other = await aPostgres();
    const twinStore = aDemoStore();
    const twin = await aDemoTenant({ postgres: other, tenant: "globex", putObject: twinStore.putObject });
    expect(twin.people).toEqual(globex.people);
    expect(await fingerprint(other.url("globex"))).toEqual(await fingerprint(postgres.url("globex")));
    const sums = ({ objects }: typeof store) =>
      [...objects].map(([key, body]) => [key, createHash("md5").update(body).digest("hex")]);
    expect(sums(twinStore)).toEqual(sums(store));
    expect(new URL(twin.logins.dump.url).password).not.toBe(new URL(globex.logins.dump.url).password);
  });

  it("begins anew where an earlier run was interrupted", async () => {
    const broken = aDemoStore();
    const full = new Error("disk full");
    let puts = 0;
    const failing: PutObject = async (...object) => {
      puts += 1;
      if (puts === 5) throw full;
      await broken.putObject(...object);
    };
    await expect(aDemoTenant({ postgres, tenant: "acme", putObject: failing })).rejects.toBe(full);

    const acme = await aDemoTenant({ postgres, tenant: "acme", putObject: broken.putObject });
    const [row] = await queryPostgres<{ n: number }>(
      acme.logins.identity.url,
      "select count(*)::int as n from attachments where status <> 1",
    );
    expect(broken.objects.size).toBe(row?.n);
    const names = await queryPostgres(
      acme.logins.restore.url,
      "select datname from pg_database where datname like 'acme%'",
    );
    expect(names).toEqual([{ datname: "acme" }]);
  });

  it("puts objects under the prefix of the tenant's bucket", async () => {
    await using other = await aPostgres();
    const prefixed = aDemoStore();
    const options = { postgres: other, tenant: "acme", putObject: prefixed.putObject, size: 0.01 } as const;
    const acme = await aDemoTenant({ ...options, bucketPrefix: "shared/acme/" });
    expect(acme.bucketPrefix).toBe("shared/acme/");
    for (const key of prefixed.objects.keys()) {
      expect(key).toMatch(/^shared\/acme\/uploads\/attachment\/file\/\d+\/[^/]+$/);
    }
  });
});
