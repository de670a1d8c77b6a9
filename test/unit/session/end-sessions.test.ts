import { describe, expect, it } from "vitest";
import { downloadWorld } from "../../support/download-world.ts";
import { signOnWorld } from "../../support/sign-on-world.ts";

const OURS = { "x-requested-with": "Coffer" };
const SESSIONS = "/api/v3/sessions";

function sessionsWorld() {
  const world = downloadWorld();
  const list = async (cookie: string) => world.ask({ resource: SESSIONS, headers: { cookie } });
  const endOthers = (cookie: string, body: object = { password: "right" }) =>
    world.ask({ method: "DELETE", resource: SESSIONS, headers: { ...OURS, cookie }, body });
  return { ...world, list, endOthers };
}

describe("the sessions of a person", () => {
  it("are theirs to see, with the one they are in, and name nothing that is of use", async () => {
    const { signIn, list, world, deps } = sessionsWorld();
    const first = await signIn("ada");
    deps.clock.advance(60_000);
    await signIn("ada");
    await signIn("bea");

    const { body } = await list(first);

    expect(body).toMatchObject({
      total: 2,
      _embedded: {
        elements: [{ current: false }, { current: true, lastSeenAt: new Date(deps.clock.now()).toISOString() }],
      },
      _links: { endOthers: { href: SESSIONS, method: "delete" } },
    });
    for (const { idHash, signInId } of world.sessions.values()) {
      expect(JSON.stringify(body)).not.toContain(idHash);
      expect(JSON.stringify(body)).not.toContain(signInId);
    }
  });

  it("end all but the one they are in, which goes on under a new id, with what was granted to it", async () => {
    const { signIn, grantFor, askContent, list, endOthers, cookieOf, facts, world } = sessionsWorld();
    const [elsewhere, bea, here] = [await grantFor("ada"), await signIn("bea"), await grantFor("ada")];

    const answer = await endOthers(here);

    expect(answer.status).toBe(204);
    const after = cookieOf(answer);
    expect((await askContent(after)).status).toBe(303);
    expect((await askContent(elsewhere)).body).not.toHaveProperty("_embedded");
    expect((await askContent(here)).body).not.toHaveProperty("_embedded");
    expect((await list(after)).body).toMatchObject({ total: 1 });
    expect((await list(bea)).status).toBe(200);
    expect(world.sessions.size).toBe(2);
    expect(facts("session.ended")).toMatchObject([{ actor: { login: "ada" }, details: { sessions: 1 } }]);
  });

  it("are not ended by whoever finds an open screen", async () => {
    const { signIn, list, endOthers } = sessionsWorld();
    const [first, second] = [await signIn("ada"), await signIn("ada")];
    expect((await endOthers(first, { password: "wrong" })).status).toBe(403);
    expect((await list(second)).body).toMatchObject({ total: 2 });
  });

  it("are in the audit log when they end by signing out", async () => {
    const { signIn, signOut, facts } = sessionsWorld();
    await signOut(await signIn("ada"));
    expect(facts("session.ended")).toMatchObject([{ actor: { login: "ada" }, origin: { address: "192.0.2.1" } }]);
  });

  it("are replaced by signing in anew in the same browser", async () => {
    const { ask, signIn, list } = sessionsWorld();
    const before = await signIn("ada");
    const body = { login: "ada", password: "right" };
    const wish = { method: "POST", resource: SESSIONS, headers: { ...OURS, cookie: before } };
    await ask({ ...wish, body: { ...body, password: "wrong" } });
    expect((await list(before)).status).toBe(200);

    expect((await ask({ ...wish, body })).status).toBe(201);

    expect((await list(before)).status).toBe(401);
  });

  it("are replaced by signing in anew at the identity provider, too", async () => {
    const { signInAs, identify, signIn, ask, cookieIn } = signOnWorld();
    const before = await signInAs("maya-sub");
    const current = (cookie: string) => ask({ resource: "/api/v3/sessions/current", headers: { cookie } });
    expect((await current(before)).status).toBe(200);

    const after = cookieIn(await signIn(`${before}; ${await identify()}`));

    expect((await current(before)).status).toBe(401);
    expect((await current(after)).status).toBe(200);
  });
});
