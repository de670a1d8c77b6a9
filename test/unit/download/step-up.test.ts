import { describe, expect, it } from "vitest";
import { downloadWorld, PEOPLE } from "../../support/download-world.ts";
import { aUser } from "../../support/memory-users.ts";

const refusal = (name: string) => ({ _type: "Error", errorIdentifier: `urn:openproject-org:api:v3:errors:${name}` });

describe("stepping up for a download", () => {
  it("gives a ticket of two minutes, and the session a new id under which it goes on", async () => {
    const { signIn, askTicket, cookieOf, world, deps } = downloadWorld();
    const before = await signIn("ada");
    const startedAt = deps.clock.now();
    deps.clock.advance(60_000);

    const answer = await askTicket(before);

    expect(answer).toMatchObject({
      status: 201,
      headers: { "cache-control": "no-store" },
      body: {
        _type: "DownloadTicket",
        ticket: expect.stringMatching(/^[\w-]{43}$/),
        expiresAt: new Date(deps.clock.now() + 120_000).toISOString(),
        _links: { grants: { href: "/api/v3/backups/b1/grants" } },
      },
    });
    expect(cookieOf(answer)).not.toBe(before);
    expect([...world.sessions.values()]).toMatchObject([{ userId: 1, startedAt, lastSeenAt: deps.clock.now() }]);
    expect((await askTicket(before)).status).toBe(401);
  });

  it("keeps the fact, and neither ticket nor session id nor password in any row or line", async () => {
    const { ticketFor, world, deps, facts } = downloadWorld();
    const { cookie, ticket } = await ticketFor("ada");

    expect(facts("backup.step-up")).toMatchObject([
      { actor: { login: "ada" }, origin: { address: "192.0.2.1" }, details: { backupId: "b1" } },
    ]);
    const everything = JSON.stringify([
      [...world.tickets, ...world.sessions, ...world.attempts, ...world.outbox],
      world.facts,
      deps.log.lines,
    ]);
    for (const secret of [ticket, cookie.split("=")[1], "right"]) expect(everything).not.toContain(secret);
  });

  it.each(["ada", "bea", "cyd"])("is for the one who asked and for every administrator: %s", async (login) => {
    const { signIn, askTicket } = downloadWorld();
    expect((await askTicket(await signIn(login))).status).toBe(201);
  });

  it("answers alike for another's backup, one that is not there, and one of another tenant", async () => {
    const { signIn, askTicket, put, deps } = downloadWorld();
    put({ tenantId: "globex", backupId: "theirs" });
    const dan = await signIn("dan");
    const foreign = await askTicket(dan);
    expect(foreign).toMatchObject({ status: 404, body: refusal("NotFound") });

    const computed = deps.passwords.computed();
    expect(await askTicket(dan, undefined, "no-such-backup")).toEqual(foreign);
    expect(await askTicket(dan, undefined, "x".repeat(5_000))).toEqual(foreign);
    expect(await askTicket(dan, { password: "wrong" })).toEqual(foreign);
    expect(await askTicket(await signIn("ada"), undefined, "theirs")).toEqual(foreign);
    expect(await askTicket(await signIn("ada", {}, "backup.globex.example"))).toMatchObject({ status: 401 });
    expect(deps.passwords.computed()).toBe(computed + 2);
  });

  it("says so when there is no archive, and hides a deleted backup", async () => {
    const { signIn, askTicket, put } = downloadWorld();
    const cyd = await signIn("cyd");
    for (const state of ["queued", "sealing", "failed", "cancelled"] as const) {
      put({ state });
      expect(await askTicket(cyd)).toMatchObject({ status: 409, body: { _embedded: { details: { state } } } });
    }
    put({ state: "deleted" });
    expect((await askTicket(cyd)).status).toBe(404);
  });

  it("refuses a wrong password, changes nothing, and keeps the refusal", async () => {
    const { signIn, askTicket, world, facts } = downloadWorld();
    const ada = await signIn("ada");

    expect(await askTicket(ada, { password: "wrong" })).toMatchObject({
      status: 403,
      body: { message: "Password or code is wrong. Nothing was changed." },
    });

    expect(world.tickets.size).toBe(0);
    expect(facts("backup.step-up-refused")).toMatchObject([
      { details: { code: "confirmation-refused", backupId: "b1" } },
    ]);
    expect((await askTicket(ada)).status).toBe(201);
  });

  it("asks for the code wherever an authenticator is active, whatever is sent, and takes it once", async () => {
    const { signIn, askTicket, deps } = downloadWorld();
    const code = () => `S${Math.floor(deps.clock.now() / 30_000)}`;
    const otp = await signIn("otp", { code: code() });
    expect((await askTicket(otp)).status).toBe(403);
    expect((await askTicket(otp, { password: "right", code: code() })).status).toBe(403);

    deps.clock.advance(30_000);
    expect((await askTicket(otp, { password: "right", code: code() })).status).toBe(201);
  });

  it("says why to whoever has a factor that cannot be checked, or no password, whatever they type", async () => {
    const { enter, askTicket, people, deps } = downloadWorld();
    people[0] = aUser({ factors: { ...aUser().factors, uncheckable: ["TwoFactorAuthentication::Device::Webauthn"] } });
    const withKey = await enter(people[0]);
    const refused = await askTicket(withKey);
    expect(refused).toMatchObject({
      status: 403,
      body: { _embedded: { details: { factors: ["TwoFactorAuthentication::Device::Webauthn"] } } },
    });
    // No oracle: who does not know the password learns as much as who knows it.
    expect(await askTicket(withKey, { password: "wrong" })).toEqual(refused);
    expect(deps.passwords.computed()).toBe(0);

    people[0] = aUser({ factors: { authenticators: [], uncheckable: [], isSingleSignOn: true } });
    expect(await askTicket(await enter(people[0]))).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("no password here") },
    });
  });

  it("lets 5 guesses through in 15 minutes, then one after 30 s, 60 s and so on", async () => {
    const { signIn, askTicket, deps } = downloadWorld();
    const ada = await signIn("ada");
    const bea = await signIn("bea");
    const computed = deps.passwords.computed();

    const guesses = await Promise.all(Array.from({ length: 50 }, () => askTicket(ada, { password: "wrong" })));

    expect(guesses.filter(({ status }) => status === 403)).toHaveLength(5);
    expect(deps.passwords.computed()).toBe(computed + 5);
    expect(await askTicket(ada)).toMatchObject({ status: 429, headers: { "retry-after": "30" } });
    deps.clock.advance(30_000);
    expect((await askTicket(ada, { password: "wrong" })).status).toBe(403);
    expect(await askTicket(ada)).toMatchObject({ status: 429, headers: { "retry-after": "60" } });
    expect((await askTicket(bea)).status).toBe(201);
  });

  it("needs a session of one's own, our header, and exactly the members it names", async () => {
    const { ask, askTicket, signIn, people } = downloadWorld();
    const resource = "/api/v3/backups/{backupId}/tickets";
    const wanted = { method: "POST", resource, path: { backupId: "b1" }, body: { password: "right" } };
    const ada = await signIn("ada");
    expect((await ask(wanted)).status).toBe(401);
    expect((await ask({ ...wanted, headers: { cookie: ada } })).status).toBe(403);
    const key = { authorization: `Basic ${Buffer.from("apikey:key-of-ada").toString("base64")}` };
    expect((await ask({ ...wanted, headers: { ...key, "x-requested-with": "Coffer" } })).status).toBe(401);
    expect((await askTicket(ada, {})).status).toBe(422);
    expect((await askTicket(ada, { password: "right", backupId: "b1" })).status).toBe(422);

    people.splice(0, 1);
    expect((await askTicket(ada)).status).toBe(401);
  });

  it("is refused once the permission of the one who asked is withdrawn", async () => {
    const { signIn, askTicket, people } = downloadWorld();
    const cyd = await signIn("cyd");
    people[2] = { ...PEOPLE.cyd, mayCreateBackup: false };
    expect(await askTicket(cyd)).toMatchObject({ status: 403, body: refusal("MissingPermission") });
  });

  it("gives nothing to a session that was ended meanwhile", async () => {
    const { signIn, askTicket, world, deps } = downloadWorld();
    const ada = await signIn("ada");
    const { attempts } = deps;
    const giveBack = attempts.giveBack.bind(attempts);
    attempts.giveBack = async (subject) => {
      await giveBack(subject);
      world.sessions.clear();
    };
    expect((await askTicket(ada)).status).toBe(401);
    expect([world.tickets.size, world.sessions.size]).toEqual([0, 0]);
  });
});
