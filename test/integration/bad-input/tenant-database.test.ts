import { PutSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type FailureCode, failureRow } from "../../../functions/domain/failure.ts";
import { aBadInputCloud, type BadInputCloud, MARK, refused } from "../../support/a-bad-input-cloud.ts";
import { inDatabase } from "../../support/bad-backup.ts";
import { allLogs, allTraces } from "../../support/traces.ts";

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
});
afterAll(() => world?.close());

/** Puts other logins into the tenant's secret; functions that know the old ones start anew. */
async function spoilLogin(spoil: (url: URL) => unknown): Promise<void> {
  const url = new URL(world.tenant.logins.identity.url);
  spoil(url);
  const prefix = world.cloud.functions["backups"]?.spec.environment["COFFER_TENANT_SECRET_PREFIX"];
  const secret = {
    identityUrl: url.href,
    dumpUrl: world.tenant.logins.dump.url,
    secretKeyBase: world.tenant.secretKeyBase,
  };
  await world.cloud.services.clients.secrets.send(
    new PutSecretValueCommand({
      SecretId: `${prefix}globex`,
      SecretString: JSON.stringify(secret),
    }),
  );
  await world.cloud.functions["backups"]?.kill();
}

const request = () =>
  ({
    method: "POST",
    path: "/api/v3/backups",
    headers: [world.authorization, ["Content-Type", "application/json"]],
    body: JSON.stringify({ backupToken: world.backupToken }),
  }) as const;

/** Asks for a backup: the fixed text and nothing else, nothing changed. */
async function expectUnavailable(code: FailureCode): Promise<void> {
  const { refusal, text } = await world.answerOf(request());
  const { name, message } = failureRow(code);
  expect(refusal).toEqual(refused(503, name));
  expect(JSON.parse(text)).toEqual({
    _type: "Error",
    errorIdentifier: `urn:openproject-org:api:v3:errors:${name}`,
    message,
  });
}

const nothing = async () => undefined;
/** Undoes what a test has done. */
let mend: () => Promise<unknown> = nothing;

describe("a tenant's database", () => {
  afterEach(async () => {
    await mend();
    mend = nothing;
    const { status, text } = await world.send({ path: "/api/v3/job_statuses/x", headers: [world.authorization] });
    if (status !== 404) throw new Error(`not mended: ${text}`);
  });

  it.each<[string, string, (url: URL) => unknown]>([
    ["that is down", "ECONNREFUSED", (url) => Object.assign(url, { port: "1" })],
    ["that refuses the password", "28P01", (url) => Object.assign(url, { password: MARK })],
    ["that is not there", "3D000", (url) => Object.assign(url, { pathname: "/nowhere" })],
    ["without the TLS it was asked for", "SSL", (url) => Object.assign(url, { search: "?sslmode=require" })],
  ])("%s is answered as unavailable, and the log says why", async (_, reason, spoil) => {
    await spoilLogin(spoil);
    mend = () => spoilLogin(() => undefined);
    await expectUnavailable("tenant-database-unavailable");
    expect(allLogs(world)).toContain(reason);
  });

  it("that has no connection left is unavailable", async () => {
    await inDatabase(world, "alter role globex_identity connection limit 0");
    await inDatabase(world, "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'globex_identity'");
    mend = () => inDatabase(world, "alter role globex_identity connection limit -1");
    await expectUnavailable("tenant-database-unavailable");
    expect(allLogs(world)).toContain("53300");
  });

  it("that hangs is unavailable within seconds", async () => {
    const holder = new Client({ connectionString: world.cloud.services.postgres.url("globex") });
    await holder.connect();
    mend = () => holder.end();
    await holder.query("begin; lock table roles in access exclusive mode");
    const startedAt = Date.now();
    await expectUnavailable("tenant-database-unavailable");
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(allLogs(world)).toContain("57014");
  });

  it.each([
    [
      "column",
      "role_permissions.permission",
      "rename column permission to permitted",
      "rename column permitted to permission",
    ],
    ["table", "role_permissions.role_id", "rename to old_permissions", "rename to role_permissions"],
  ])("without a %s is unsupported, and the log names %s", async (_, missing, spoil, back) => {
    await inDatabase(world, `alter table role_permissions ${spoil}`);
    mend = () =>
      inDatabase(
        world,
        `alter table ${back === "rename to role_permissions" ? "old_permissions" : "role_permissions"} ${back}`,
      );
    await world.cloud.functions["backups"]?.kill();
    await expectUnavailable("tenant-database-unsupported");
    expect(allLogs(world)).toContain(`"missing":"${missing}"`);
  });
});

it("no login of a tenant is kept anywhere", async () => {
  expect(await world.leaks("failed")).toEqual([]);
  const traces = await allTraces(world);
  const passwords = Object.values(world.tenant.logins).map(({ url }) => new URL(url).password);
  expect(passwords.filter((password) => password === "" || traces.includes(password))).toEqual([]);
});
