import { describe, expect, it } from "vitest";
import { GRANT_MS } from "../../../functions/domain/download/download-grant.ts";
import { TICKET_MS } from "../../../functions/domain/download/download-ticket.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { SESSION_IDLE_MS } from "../../../functions/domain/session/session.ts";
import { wishOf } from "../../../functions/downloads/wish-of.ts";
import { anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { apiKey } from "../../support/api-event.ts";
import { downloadWorld, PEOPLE } from "../../support/download-world.ts";

const STEP_UP = /^Bearer realm="[^"]+", error="insufficient_user_authentication", error_description="[^"]+"$/;
const needsStepUp = {
  status: 401,
  headers: { "www-authenticate": expect.stringMatching(STEP_UP) },
  body: { _embedded: { details: { stepUp: "/api/v3/backups/b1/tickets" } } },
};

describe("using a ticket", () => {
  it("opens a grant of an hour and ten links, and tells the person and the administrators once", async () => {
    const { ticketFor, askGrant, world, deps, facts } = downloadWorld();
    const { cookie, ticket } = await ticketFor("cyd");

    expect(await askGrant(cookie, ticket)).toMatchObject({
      status: 201,
      body: {
        _type: "DownloadGrant",
        expiresAt: new Date(deps.clock.now() + 3_600_000).toISOString(),
        linksLeft: 10,
        _links: { content: { href: "/api/v3/backups/b1/content" } },
      },
    });

    expect(facts("backup.download-granted")).toMatchObject([{ actor: { login: "cyd" }, details: { backupId: "b1" } }]);
    expect([...world.outbox.values()].map(({ event }) => event)).toMatchObject([
      { notice: { kind: "backup-downloaded", about: { login: "cyd" }, backupId: "b1", address: "192.0.2.1" } },
    ]);
  });

  it("yields one grant, however often it is used at once", async () => {
    const { ticketFor, askGrant, world, facts } = downloadWorld();
    const { cookie, ticket } = await ticketFor("ada");

    const answers = await Promise.all(Array.from({ length: 50 }, () => askGrant(cookie, ticket)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 403, 429]));
    expect(world.grants.size).toBe(1);
    expect(world.outbox.size).toBe(1);
    expect(facts("backup.download-granted")).toHaveLength(1);
  });

  it("works for one of two administrators: the one it was given to", async () => {
    const { ticketFor, signIn, askGrant, askContent } = downloadWorld();
    const { cookie, ticket } = await ticketFor("ada");
    const bea = await signIn("bea");

    expect((await askGrant(bea, ticket)).status).toBe(403);
    expect((await askContent(bea)).status).toBe(401);
    expect((await askGrant(cookie, ticket)).status).toBe(201);
    expect((await askContent(bea)).status).toBe(401);
  });

  it("is refused alike when wrong, used, late, or of another session, backup or version, and each time kept", async () => {
    const { ticketFor, signIn, askGrant, put, world, deps, facts } = downloadWorld();
    const first = await ticketFor("ada");
    const wrong = await askGrant(first.cookie, "x".repeat(43));
    expect(wrong.status).toBe(403);

    await askGrant(first.cookie, first.ticket);
    expect(await askGrant(first.cookie, first.ticket)).toEqual(wrong);
    expect(await askGrant(first.cookie, "")).toEqual(wrong);

    const second = await ticketFor("ada");
    expect(await askGrant(await signIn("ada"), second.ticket)).toEqual(wrong);
    put({ backupId: "b2" });
    expect(await askGrant(second.cookie, second.ticket, "b2")).toEqual(wrong);
    put({ archive: anArchive({ versionId: "v2" }) });
    expect(await askGrant(second.cookie, second.ticket)).toEqual(wrong);
    put();
    deps.clock.advance(TICKET_MS);
    expect(await askGrant(second.cookie, second.ticket)).toEqual(wrong);

    expect(facts("backup.ticket-refused")).toHaveLength(7);
    expect(JSON.stringify([world.facts, deps.log.lines])).not.toContain(second.ticket);
  });

  it("is refused to whoever lost the backup meanwhile, and may be tried 20 times in 15 minutes", async () => {
    const { ticketFor, askGrant, put } = downloadWorld();
    const { cookie, ticket } = await ticketFor("ada");
    put({ state: "deleted" });
    expect((await askGrant(cookie, ticket)).status).toBe(404);
    put();
    for (let tried = 0; tried < 20; tried += 1) expect((await askGrant(cookie, "wrong")).status).toBe(403);
    expect(await askGrant(cookie, ticket)).toMatchObject({ status: 429, headers: { "retry-after": "900" } });
  });

  it("counts only what was refused", async () => {
    const { signIn, askTicket, askGrant, cookieOf } = downloadWorld();
    let cookie = await signIn("ada");
    for (let done = 0; done < 21; done += 1) {
      const answer = await askTicket(cookie);
      cookie = cookieOf(answer);
      expect((await askGrant(cookie, answer.body?.["ticket"])).status).toBe(201);
    }
  });

  it("takes a text and nothing else", async () => {
    const { ticketFor, askGrant } = downloadWorld();
    const { cookie } = await ticketFor("ada");
    expect((await askGrant(cookie, 1)).status).toBe(422);
    expect((await askGrant(cookie, undefined)).status).toBe(422);
  });
});

describe("downloading under a grant", () => {
  it("sends on to a fresh link, kept as a fact before it exists, the link itself nowhere", async () => {
    const { grantFor, askContent, world, deps, facts } = downloadWorld();
    const cookie = await grantFor("cyd");

    const answer = await askContent(cookie);

    expect(answer).toMatchObject({
      status: 303,
      headers: {
        location: expect.stringContaining("https://store.example/acme/archive?versionId=v1"),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
      },
    });
    expect(facts("backup.downloaded")).toMatchObject([
      { actor: { login: "cyd" }, origin: { address: "192.0.2.1" }, details: { backupId: "b1" } },
    ]);
    const kept = JSON.stringify([world.facts, deps.log.lines, [...world.outbox], [...world.grants]]);
    expect(kept).not.toContain("store.example");
    expect(kept).not.toContain("5ec2e7");
  });

  it("asks for a step-up without a grant, in the form of RFC 9470, and keeps the refusal", async () => {
    const { signIn, askContent, ticketFor, facts } = downloadWorld();
    expect(await askContent(await signIn("ada"))).toMatchObject(needsStepUp);
    const { cookie } = await ticketFor("ada");
    expect(await askContent(cookie)).toMatchObject(needsStepUp);
    expect(facts("backup.download-refused")).toMatchObject([
      { details: { code: "step-up-required" } },
      { details: { code: "step-up-required" } },
    ]);
  });

  it("gives ten links, also when twenty are asked for at once, and a new step-up gives ten more", async () => {
    const { grantFor, askContent, askTicket, askGrant, cookieOf, facts, world } = downloadWorld();
    const cookie = await grantFor("ada");

    const answers = await Promise.all(Array.from({ length: 20 }, () => askContent(cookie)));

    expect(answers.filter(({ status }) => status === 303)).toHaveLength(10);
    expect(facts("backup.downloaded")).toHaveLength(10);
    expect(await askContent(cookie)).toMatchObject(needsStepUp);
    expect(world.outbox.size).toBe(1);
    const again = await askTicket(cookie);
    await askGrant(cookieOf(again), again.body?.["ticket"]);
    expect((await askContent(cookieOf(again))).status).toBe(303);
  });

  it("ends after an hour, however busy the session", async () => {
    const { grantFor, askContent, deps } = downloadWorld();
    const cookie = await grantFor("ada");
    for (let age = 0; age < GRANT_MS; age += GRANT_MS / 4) {
      expect((await askContent(cookie)).status).toBe(303);
      deps.clock.advance(GRANT_MS / 4);
    }
    expect(await askContent(cookie)).toMatchObject(needsStepUp);
  });

  it("ends with the session: at sign-out, when idle, and for its other sessions it never began", async () => {
    const { grantFor, signIn, signOut, askContent, deps } = downloadWorld();
    const first = await grantFor("ada");
    expect((await askContent(await signIn("ada"))).status).toBe(401);
    await signOut(first);
    expect((await askContent(first)).body).not.toHaveProperty("_embedded");

    const second = await grantFor("ada");
    deps.clock.advance(SESSION_IDLE_MS);
    expect((await askContent(second)).status).toBe(401);
  });

  it("ends at once when the person is locked, loses the permission, or is no administrator any more", async () => {
    const { grantFor, askContent, people, world } = downloadWorld();
    const [ada, cyd] = [await grantFor("ada"), await grantFor("cyd")];
    const [all, left] = [[...people], () => [...world.grants.values()].map(({ linksLeft }) => linksLeft)];

    people[2] = { ...PEOPLE.cyd, mayCreateBackup: false };
    expect((await askContent(cyd)).status).toBe(403);
    people[0] = { ...PEOPLE.ada, isAdmin: false };
    expect((await askContent(ada)).status).toBe(404);
    people.splice(0, 3);
    expect((await askContent(ada)).status).toBe(401);
    expect(left()).toEqual([10, 10]);

    // Whoever is unlocked signs in again.
    people.splice(0, people.length, ...all);
    expect((await askContent(ada)).body).not.toHaveProperty("_embedded");
    expect((await askContent(cyd)).status).toBe(303);
  });

  it("ends when the backup is deleted, or is another object than the one that was stepped up for", async () => {
    const { grantFor, askContent, put } = downloadWorld();
    const cookie = await grantFor("ada");
    put({ archive: anArchive({ versionId: "v2" }) });
    expect(await askContent(cookie)).toMatchObject(needsStepUp);
    put({ state: "deleted" });
    expect((await askContent(cookie)).status).toBe(404);
  });

  it("hides what is not theirs before it asks for anything", async () => {
    const { signIn, askContent } = downloadWorld();
    const dan = await signIn("dan");
    const foreign = await askContent(dan);
    expect(foreign.status).toBe(404);
    expect(await askContent(dan, "no-such-backup")).toEqual(foreign);
  });

  it("shows nothing of a fault of ours, which is no refusal", async () => {
    const { grantFor, askContent, deps, facts } = downloadWorld();
    const cookie = await grantFor("ada");
    deps.links.sign = async () => {
      throw new TypeError("https://store.example/?X-Amz-Signature=5ec2e7");
    };
    const answer = await askContent(cookie);
    expect(answer.status).toBe(500);
    expect(JSON.stringify(answer)).not.toContain("5ec2e7");
    expect(facts("backup.download-refused")).toEqual([]);
  });

  it("is no business of an API key's, which steps up nowhere", () => {
    const call = { tenant: aTenant(), path: {}, origin: { address: "192.0.2.1", requestId: "r1" }, input: undefined };
    const caller = { via: "api-key", user: PEOPLE.ada, apiKeyId: 9 } as const;
    expect(() => wishOf({ ...call, caller })).toThrow(Failure);
  });

  it("goes by the API key where one is sent, grant or not", async () => {
    const { grantFor, ask, put, deps } = downloadWorld();
    const cookie = await grantFor("ada");
    const content = { resource: "/api/v3/backups/{backupId}/content", path: { backupId: "b1" } };
    expect((await ask({ ...content, headers: { cookie, ...apiKey("wrong") } })).status).toBe(401);
    expect((await ask({ ...content, headers: { cookie, ...apiKey("key-of-ada") } })).status).toBe(404);
    put({ requestedBy: { userId: 1, login: "ada", name: "Ada", apiKeyId: 9 }, endedAt: deps.clock.now() });
    expect((await ask({ ...content, headers: apiKey("key-of-ada") })).status).toBe(302);
  });
});
