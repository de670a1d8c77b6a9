import { describe, expect, it } from "vitest";
import { downloadWorld, PEOPLE } from "../../support/download-world.ts";
import { historyWorld } from "../../support/history-world.ts";
import { aUser, type MemoryUser } from "../../support/memory-users.ts";

const { factors } = aUser();
const device = { deviceId: 7, secret: "S" };
const otherDevice = { deviceId: 8, secret: "T" };

describe("a session, and what was granted to it", () => {
  it.each<[string, MemoryUser["factors"]]>([
    ["the password is changed", { ...factors, password: { scheme: "bcrypt", hash: "new", changedAt: 1 } }],
    ["the password is taken away", { authenticators: [], uncheckable: [], isSingleSignOn: false }],
    ["a second factor is set up", { ...factors, authenticators: [device] }],
    ["a security key is set up", { ...factors, uncheckable: ["TwoFactorAuthentication::Device::Webauthn"] }],
    ["the user is linked to an identity provider", { ...factors, isSingleSignOn: true }],
  ])("end at once when %s, and do not come back", async (_, changed) => {
    const { grantFor, askContent, people } = downloadWorld();
    const cookie = await grantFor("ada");
    expect((await askContent(cookie)).status).toBe(303);

    people[0] = { ...PEOPLE.ada, factors: changed };
    expect((await askContent(cookie)).body).not.toHaveProperty("_embedded");
    people[0] = PEOPLE.ada;

    expect((await askContent(cookie)).status).toBe(401);
  });

  it.each([
    ["taken away", []],
    ["replaced", [otherDevice]],
    ["given a companion", [device, otherDevice]],
  ])("end when the second factor is %s", async (_, authenticators) => {
    const { signIn, askContent, people, deps } = downloadWorld();
    const cookie = await signIn("otp", { code: `S${Math.floor(deps.clock.now() / 30_000)}` });
    people[4] = { ...PEOPLE.otp, factors: { ...PEOPLE.otp.factors, authenticators } };

    expect((await askContent(cookie)).body).not.toHaveProperty("_embedded");
  });

  it("last while the factors are what they were, in whatever order the database gives them", async () => {
    const { signIn, askContent, people, deps } = downloadWorld();
    const both = { ...PEOPLE.otp, factors: { ...factors, authenticators: [device, otherDevice] } };
    people[4] = both;
    const cookie = await signIn("otp", { code: `S${Math.floor(deps.clock.now() / 30_000)}` });
    people[4] = { ...both, factors: { ...factors, authenticators: [otherDevice, device] } };

    expect((await askContent(cookie)).body).toHaveProperty("_embedded");
  });

  it("go on under a new id after a step-up for another backup, and nothing is left for the old one", async () => {
    const { grantFor, askContent, askTicket, askGrant, cookieOf, put } = downloadWorld();
    put({ backupId: "b2" });
    const before = await grantFor("ada");
    const answer = await askTicket(before, { password: "right" }, "b2");
    const after = cookieOf(answer);

    expect((await askContent(before)).body).not.toHaveProperty("_embedded");
    expect((await askContent(after)).status).toBe(303);
    expect((await askGrant(after, answer.body?.["ticket"], "b2")).status).toBe(201);
    expect((await askContent(after, "b2")).status).toBe(303);
  });

  it("keep a ticket through another step-up, and end together at sign-out", async () => {
    const { ticketFor, askTicket, askGrant, askContent, signOut, cookieOf, put } = downloadWorld();
    put({ backupId: "b2" });
    const { cookie, ticket } = await ticketFor("ada");
    const after = cookieOf(await askTicket(cookie, { password: "right" }, "b2"));
    expect((await askGrant(after, ticket)).status).toBe(201);

    await signOut(after);

    expect((await askContent(after)).body).not.toHaveProperty("_embedded");
    expect((await askContent(cookie)).body).not.toHaveProperty("_embedded");
  });
});

describe("a session after a step-up", () => {
  it.each([
    ["DELETE", "/api/v3/backups/{backupId}", { password: "right" }],
    ["PATCH", "/api/v3/backup_settings", { password: "right", backup_api_pull: false }],
  ])("for %s %s goes on under a new id, and the step-up is kept as a fact", async (method, resource, body) => {
    const { as, put, deps, facts } = historyWorld();
    put({ state: "ready" });
    const ada = await as("ada");
    const [before] = [...deps.world.sessions.values()];

    const answer = await ada(method, resource, { body });

    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-coffer=[\w-]{43}; /)]);
    const [after] = [...deps.world.sessions.values()];
    expect(after).toEqual({ ...before, idHash: after?.idHash, lastSeenAt: deps.clock.now() });
    expect(after?.idHash).not.toBe(before?.idHash);
    expect(facts("session.stepped-up")).toMatchObject([{ actor: { login: "ada" }, origin: { address: "192.0.2.1" } }]);
    expect((await ada("GET", "/api/v3/backup_settings")).status).toBe(200);
  });
});
