import { execFile, execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { programEnvironment } from "../../../functions/adapters/postgres/connection-settings.ts";
import { postgresTenantUsers } from "../../../functions/adapters/postgres/postgres-tenant-users.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { queryPostgres } from "../../support/postgres-query.ts";
import { usersWorld } from "../../support/users-world.ts";

const run = promisify(execFile);
const world = usersWorld();
const authorities = mkdtempSync(join(tmpdir(), "coffer-authorities-"));
const certificate = (name: string) => join(authorities, `${name}.pem`);

/** A certificate of its own making, which is also the authority that vouches for it. */
function makeCertificate(name: string, host: string, directory: string): void {
  const files = ["-out", join(directory, `${name}.pem`), "-keyout", join(directory, `${name}.key`)];
  const subject = ["-subj", `/CN=${host}`, "-addext", `subjectAltName=DNS:${host}`, "-days", "1"];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", ...files, ...subject], { stdio: "ignore" });
}

beforeAll(async () => {
  makeCertificate("server", "localhost", authorities);
  makeCertificate("other", "localhost", authorities);
  const { data, superuserUrl } = world.postgres;
  const { uid, gid } = statSync(data);
  for (const file of ["server.pem", "server.key"]) {
    execFileSync("install", ["-m", "600", join(authorities, file), join(data, file)]);
    chownSync(join(data, file), uid, gid);
  }
  for (const setting of ["ssl_cert_file = 'server.pem'", "ssl_key_file = 'server.key'", "ssl = on"]) {
    await queryPostgres(superuserUrl, `alter system set ${setting}`);
  }
  await queryPostgres(superuserUrl, "select pg_reload_conf()");
  await vi.waitUntil(async () => (await queryPostgres(superuserUrl, "show ssl"))[0]?.["ssl"] === "on");
});
afterAll(() => rmSync(authorities, { recursive: true }));

/** Whether users can be read and `pg_dump` gets in, over a login with this end of its URL. */
async function reaches(end: string, hostname = "localhost"): Promise<{ users: boolean; dump: boolean }> {
  const urlOf = (login: { readonly url: string }) => `${Object.assign(new URL(login.url), { hostname }).href}?${end}`;
  const { identity, dump } = world.globex.logins;
  const tenantSecrets = async () => ({ identityUrl: urlOf(identity), secretKeyBase: "x" });
  const users = postgresTenantUsers({ tenantSecrets, pools: world.pools, clock: world.clock });
  const reading = users.activeAdmins(aTenant({ tenantId: "globex" }));
  const dumping = run(join(world.postgres.bin, "pg_dump"), ["--schema-only", "--no-password"], {
    env: programEnvironment(urlOf(dump)),
  });
  return { users: await isFine(reading), dump: await isFine(dumping) };
}

const isFine = async (work: Promise<unknown>): Promise<boolean> =>
  (await Promise.allSettled([work]))[0].status === "fulfilled";

describe("a tenant's database with TLS", () => {
  it.each([
    ["sslmode=require", true],
    ["sslmode=verify-ca&sslrootcert=server", true],
    ["sslmode=verify-full&sslrootcert=server", true],
    ["sslmode=verify-full&sslrootcert=other", false],
    ["sslmode=require&sslrootcert=other", false],
    ["sslmode=disable", true],
    ["sslmode=prefer", true],
  ])("by %s is reached alike by driver and dump program: %s", async (end, isReached) => {
    const named = end.replace(/sslrootcert=(\w+)/, (_, name: string) => `sslrootcert=${certificate(name)}`);
    expect(await reaches(named)).toEqual({ users: isReached, dump: isReached });
  });

  it("under a name that its certificate has not got is reached by verify-ca, and not by verify-full", async () => {
    const authority = `sslrootcert=${certificate("server")}`;
    expect(await reaches(`sslmode=verify-ca&${authority}`, "127.0.0.1")).toEqual({ users: true, dump: true });
    expect(await reaches(`sslmode=verify-full&${authority}`, "127.0.0.1")).toEqual({ users: false, dump: false });
  });
});
