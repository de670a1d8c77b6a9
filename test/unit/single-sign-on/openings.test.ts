import { describe, expect, it } from "vitest";
import { HOUR, signOnWorld } from "../../support/sign-on-world.ts";

const OPENINGS = "/api/v3/backups/{backupId}/openings";
const ONE = `${OPENINGS}/{userId}`;
const apiKey = (key: string) => ({ authorization: `Basic ${Buffer.from(`apikey:${key}`).toString("base64")}` });
/** A provider that cannot ask anew, and a person of its. */
const worldWithout = () => signOnWorld({ canStepUp: false });
const of = (userId: number) => ({ resource: ONE, path: { backupId: "b1", userId: String(userId) } });

describe("whoever cannot confirm here", () => {
  it("is told so, asks for the download, and has it a day later; everybody is told at once", async () => {
    const { signInAs, askTicket, post, clock, facts, notices } = worldWithout();
    const session = await signInAs("maya-sub");
    expect(await askTicket(session, { code: "1" })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("opens a day later") },
    });

    const asked = await post(OPENINGS, session, {});
    expect(asked).toMatchObject({ status: 201, body: { _type: "DownloadOpening", login: "maya" } });
    expect(facts("backup.opening-asked")).toMatchObject([{ actor: { login: "maya" }, details: { backupId: "b1" } }]);
    expect(notices()).toMatchObject([{ kind: "opening-asked", about: { login: "maya" }, address: "192.0.2.1" }]);

    clock.advance(24 * HOUR - 1);
    const again = await signInAs("maya-sub");
    expect(await askTicket(again, { wait: true })).toMatchObject({
      status: 403,
      body: { _embedded: { details: { opensAt: new Date(clock.now() + 1).toISOString() } } },
    });
    clock.advance(1);
    const ticket = await askTicket(again, { wait: true });
    expect(ticket).toMatchObject({ status: 201, body: { ticket: expect.any(String) } });
  });

  it("has it for a day, and then has to ask anew", async () => {
    const { signInAs, askTicket, post, clock, ask } = worldWithout();
    await post(OPENINGS, await signInAs("maya-sub"), {});
    clock.advance(48 * HOUR);
    const cookie = await signInAs("maya-sub");

    expect(await askTicket(cookie, { wait: true })).toMatchObject({
      status: 403,
      body: { _embedded: { details: { openings: "/api/v3/backups/b1/openings" } } },
    });
    expect(await ask({ ...of(2), headers: { cookie } })).toMatchObject({ status: 404 });
    expect(await post(OPENINGS, cookie, {})).toMatchObject({ status: 201 });
  });

  it("asks once: a second wish starts no other day and sends no other mail", async () => {
    const { signInAs, post, clock, notices } = worldWithout();
    const cookie = await signInAs("maya-sub");
    const first = await post(OPENINGS, cookie, {});
    clock.advance(60_000);

    expect((await post(OPENINGS, cookie, {})).body).toEqual(first.body);
    expect(notices()).toHaveLength(1);
  });

  it.each([
    ["any administrator", "ada", () => apiKey("key-of-ada")],
    ["whoever asked", "maya", (cookie: string) => ({ cookie })],
  ])("is stopped by %s, before and after it opens; everybody is told", async (_, by, means) => {
    for (const waitedMs of [0, 25 * HOUR]) {
      const { signInAs, askTicket, post, ask, clock, facts, notices } = worldWithout();
      await post(OPENINGS, await signInAs("maya-sub"), {});
      clock.advance(waitedMs);
      const session = await signInAs("maya-sub");
      const stop = { method: "DELETE", ...of(2), headers: means(session) };

      expect(await ask(stop)).toMatchObject({ status: 204 });
      expect(await ask(stop)).toMatchObject({ status: 404 });
      expect(facts("backup.opening-stopped")).toMatchObject([{ actor: { login: by }, details: { askedBy: "maya" } }]);
      expect(notices().at(-1)).toMatchObject({ kind: "opening-stopped", about: { login: "maya" }, by: { login: by } });
      clock.advance(24 * HOUR);
      expect(await askTicket(await signInAs("maya-sub"), { wait: true })).toMatchObject({ status: 403 });
    }
  });

  it("is shown and stopped by nobody else", async () => {
    const { signInAs, post, ask, people } = worldWithout();
    await post(OPENINGS, await signInAs("sam-sub"), {});
    const cookie = await signInAs("maya-sub");

    for (const method of ["GET", "DELETE"]) {
      expect(await ask({ method, ...of(3), headers: { cookie } })).toMatchObject({ status: 404 });
    }
    expect(people["sam"]?.isAdmin).toBe(true);
    expect(await ask({ ...of(3), headers: apiKey("key-of-ada") })).toMatchObject({
      status: 200,
      body: { login: "sam" },
    });
  });

  it("is of one person, one backup and one version of it", async () => {
    const { signInAs, askTicket, post, clock, world } = worldWithout();
    await post(OPENINGS, await signInAs("sam-sub"), {});
    clock.advance(24 * HOUR);
    expect(await askTicket(await signInAs("maya-sub"), { wait: true })).toMatchObject({ status: 403 });
    const sam = await signInAs("sam-sub");
    const backup = world.backups.get("acme/b1");
    if (backup?.archive) {
      world.backups.set("acme/b1", { ...backup, archive: { ...backup.archive, versionId: "another" } });
    }
    expect(await askTicket(sam, { wait: true })).toMatchObject({ status: 403 });
  });

  it("gets nothing that is not theirs", async () => {
    const { signInAs, post, world, notices } = worldWithout();
    const backup = world.backups.get("acme/b1");
    if (backup) world.backups.set("acme/b1", { ...backup, requestedBy: { userId: 1, login: "ada", name: "Ada" } });

    expect(await post(OPENINGS, await signInAs("maya-sub"), {})).toMatchObject({ status: 404 });
    expect(notices()).toEqual([]);
  });

  it("loses it with the permission", async () => {
    const { signInAs, askTicket, post, clock, people } = worldWithout();
    await post(OPENINGS, await signInAs("maya-sub"), {});
    clock.advance(24 * HOUR);
    const cookie = await signInAs("maya-sub");
    if (people["maya"]) people["maya"] = { ...people["maya"], mayCreateBackup: false };

    expect(await askTicket(cookie, { wait: true })).toMatchObject({ status: 403 });
  });

  it("makes a backup token that waits a day in any case, without a step-up", async () => {
    const { signInAs, post, world, clock } = worldWithout();
    const tenant = world.tenants.get("acme");
    if (tenant) world.tenants.set("acme", { ...tenant, registeredAt: clock.now() });
    const answer = await post("/api/v3/backup_tokens", await signInAs("maya-sub"), {
      confirmation: "create",
      wait: true,
    });

    expect(answer).toMatchObject({ status: 201 });
    expect(answer.cookies).toEqual([]);
    expect(world.tokens.get("acme/2")?.validFrom).toBe(clock.now() + 24 * HOUR);
  });

  it("can confirm by an authenticator alone once it is older than a day", async () => {
    const { signInAs, askTicket, post, people, clock } = worldWithout();
    const enrol = (enrolledAt?: number) => {
      const device = { deviceId: 7, secret: "S", ...(enrolledAt === undefined ? {} : { enrolledAt }) };
      const { maya } = people;
      if (maya) people["maya"] = { ...maya, factors: { ...maya.factors, authenticators: [device] } };
    };
    const code = () => `S${Math.floor(clock.now() / 30_000)}`;
    for (const enrolledAt of [undefined, clock.now(), clock.now() - 24 * HOUR]) {
      enrol(enrolledAt);
      const cookie = await signInAs("maya-sub");
      expect(await askTicket(cookie, { code: code() })).toMatchObject({
        status: 403,
        body: { message: expect.stringContaining("opens a day later") },
      });
    }
    enrol(clock.now() - 24 * HOUR - 1);
    const cookie = await signInAs("maya-sub");
    expect(await askTicket(cookie, { code: "wrong" })).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("wrong") },
    });
    expect(await post(OPENINGS, cookie, {})).toMatchObject({ status: 409 });
    expect(await askTicket(cookie, { code: code() })).toMatchObject({ status: 201 });
    clock.advance(1);
    expect(await askTicket(await signInAs("maya-sub"), { code: code() })).toMatchObject({ status: 403 });
  });
});

describe("the way that takes a day", () => {
  it("is not for those who can confirm at once", async () => {
    const { signInAs, post, ask } = signOnWorld();
    expect(await post(OPENINGS, await signInAs("maya-sub"), {})).toMatchObject({ status: 409 });
    const byKey = {
      method: "POST",
      resource: OPENINGS,
      path: { backupId: "b1" },
      headers: apiKey("key-of-ada"),
      body: {},
    };
    expect(await ask(byKey)).toMatchObject({ status: 409 });
    const token = { confirmation: "create", wait: true };
    expect(await post("/api/v3/backup_tokens", await signInAs("maya-sub"), token)).toMatchObject({ status: 409 });
  });

  it("is not begun at a provider that cannot ask anew", async () => {
    const { signInAs, begin } = worldWithout();

    expect(await begin({ purpose: "step-up" }, await signInAs("maya-sub"))).toMatchObject({ status: 403 });
  });

  it("serves, by API key, whoever has a second factor that cannot be checked here", async () => {
    const { ask, clock, notices, facts } = signOnWorld();
    const headers = apiKey("key-of-wen");
    const content = { resource: "/api/v3/backups/{backupId}/content", path: { backupId: "b1" }, headers };
    expect(await ask(content)).toMatchObject({ status: 404 });
    const asking = { method: "POST", resource: OPENINGS, path: { backupId: "b1" }, headers, body: {} };

    expect(await ask(asking)).toMatchObject({ status: 201, body: { login: "wen" } });
    expect(await ask(content)).toMatchObject({ status: 403, body: { message: "This download is not open yet." } });
    clock.advance(24 * HOUR);
    expect(await ask(content)).toMatchObject({ status: 302, headers: { location: "https://store.example/acme" } });
    expect(notices().map(({ kind }) => kind)).toEqual(["opening-asked", "backup-downloaded"]);
    expect(facts("backup.downloaded")).toMatchObject([{ actor: { login: "wen" }, details: { way: "opening" } }]);
    clock.advance(24 * HOUR);
    expect(await ask(content)).toMatchObject({ status: 404 });
  });

  it("is in no script’s way: what a key asked for itself it fetches meanwhile", async () => {
    const { ask, world, clock, notices } = signOnWorld();
    const requestedBy = { userId: 5, login: "wen", name: "Wen", apiKeyId: 5 };
    const backup = world.backups.get("acme/b1");
    if (backup) world.backups.set("acme/b1", { ...backup, requestedBy, endedAt: clock.now() });
    const headers = apiKey("key-of-wen");
    await ask({ method: "POST", resource: OPENINGS, path: { backupId: "b1" }, headers, body: {} });

    expect(
      await ask({ resource: "/api/v3/backups/{backupId}/content", path: { backupId: "b1" }, headers }),
    ).toMatchObject({
      status: 302,
    });
    expect(notices().map(({ kind }) => kind)).toEqual(["opening-asked", "backup-pulled"]);
  });

  it("gives an API key nothing where fetching by API key is switched off", async () => {
    const { ask, world, clock } = signOnWorld();
    const headers = apiKey("key-of-wen");
    await ask({ method: "POST", resource: OPENINGS, path: { backupId: "b1" }, headers, body: {} });
    clock.advance(24 * HOUR);
    const tenant = world.tenants.get("acme");
    if (tenant) world.tenants.set("acme", { ...tenant, settings: { ...tenant.settings, backupApiPull: false } });

    expect(
      await ask({ resource: "/api/v3/backups/{backupId}/content", path: { backupId: "b1" }, headers }),
    ).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("switched off") },
    });
  });
});
