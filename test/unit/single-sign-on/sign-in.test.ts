import { describe, expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { HOUR, signOnWorld } from "../../support/sign-on-world.ts";

const GLOBEX = "backup.globex.example";
const REFUSED = { status: 401, body: { errorIdentifier: "urn:openproject-org:api:v3:errors:Unauthenticated" } };
/** One text for whatever is wrong. */
const SAME = "The single sign-on did not work, or your account is not linked to it. Start it again.";

describe("signing in by an identity provider", () => {
  it("ends in a session of whom OpenProject has linked, and is audited", async () => {
    const { identify, signIn, facts, ask, cookieIn } = signOnWorld();
    const answer = await signIn(await identify());

    expect(answer).toMatchObject({ status: 201, body: { login: "maya", admin: false } });
    expect(answer.cookies[0]).toMatch(/^__Host-coffer=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict/u);
    expect(facts("session.started")).toMatchObject([{ actor: { login: "maya" } }]);
    const current = { resource: "/api/v3/sessions/current", headers: { cookie: cookieIn(answer) } };
    expect(await ask(current)).toMatchObject({ status: 200, body: { login: "maya" } });
  });

  it("gives the browser what it has to bring back in a cookie that comes along from another site, for ten minutes", async () => {
    const { begin, complete, walked, cookieIn } = signOnWorld();
    const begun = await begin();

    expect(begun).toMatchObject({ status: 201, body: { _type: "SignOn" } });
    expect(begun.cookies).toEqual([
      expect.stringMatching(
        /^__Host-coffer-sign-on=[\w-]{43}\.[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Lax; Max-Age=600$/u,
      ),
    ]);
    const { cookies } = await complete(cookieIn(begun), walked(begun));
    expect(cookies).toEqual([
      expect.stringMatching(
        /^__Host-coffer-sign-on=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict; Max-Age=120$/u,
      ),
    ]);
  });

  it("keeps neither state, nonce nor the identity’s id, and shows the verifier to nobody", async () => {
    const { begin, complete, walked, cookieIn, world, redeemed } = signOnWorld();
    const begun = await begin();
    const [away] = [...world.challenges.values()];
    const kept = JSON.stringify([...world.challenges]);
    const [state = "", nonce = ""] = cookieIn(begun).split("=")[1]?.split(".") ?? [];
    expect(kept).not.toContain(state);
    expect(kept).not.toContain(nonce);
    expect(JSON.stringify(begun)).not.toContain(away?.codeVerifier);

    const done = await complete(cookieIn(begun), walked(begun));
    expect(redeemed).toMatchObject([{ state, nonce, codeVerifier: away?.codeVerifier }]);
    expect(JSON.stringify([...world.identities])).not.toContain(cookieIn(done).split("=")[1]);
  });

  it.each([
    ["another browser, which has no cookie (a stolen code)", "", (query: string) => query],
    ["a browser that was sent away for something else (a planted code)", "own", (query: string) => query],
    ["a browser whose state was changed", "same", (query: string) => query.replace(/state=./u, "state=_")],
    ["a browser without a state", "same", () => "code=c1"],
  ])("takes nothing from %s", async (_, whose, changed) => {
    const { begin, complete, walked, cookieIn, redeemed, world } = signOnWorld();
    const begun = await begin();
    const cookie = whose === "same" ? cookieIn(begun) : whose === "own" ? cookieIn(await begin()) : "";

    const answer = await complete(cookie, changed(walked(begun)));

    expect(answer).toMatchObject({ ...REFUSED, body: { message: SAME } });
    expect(answer.cookies).toEqual([]);
    expect(redeemed).toEqual([]);
    // And the browser that it was stolen from still gets through.
    expect(await complete(cookieIn(begun), walked(begun))).toMatchObject({ status: 201 });
    expect(world.identities.size).toBe(1);
  });

  it("takes an answer once", async () => {
    const { begin, complete, walked, cookieIn, redeemed } = signOnWorld();
    const begun = await begin();
    const answers = await Promise.all([1, 2, 3].map(() => complete(cookieIn(begun), walked(begun))));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(redeemed).toHaveLength(1);
  });

  it("takes an answer for ten minutes", async () => {
    const { begin, complete, walked, cookieIn, clock } = signOnWorld();
    const [soon, late] = [await begin(), await begin()];
    clock.advance(10 * 60_000 - 1);
    expect(await complete(cookieIn(soon), walked(soon))).toMatchObject({ status: 201 });
    clock.advance(1);
    expect(await complete(cookieIn(late), walked(late))).toMatchObject(REFUSED);
  });

  it("says the same whatever the provider, or a check of its answer, refused", async () => {
    const { begin, complete, walked, cookieIn, say, deps } = signOnWorld();
    say(new Failure("single-sign-on-refused", {}, new Error("the nonce is another")));
    const begun = await begin();
    const { body } = await complete(cookieIn(begun), walked(begun));

    expect(body).toEqual({ _type: "Error", errorIdentifier: expect.any(String), message: SAME });
    expect(deps.log.lines.filter((line) => line.startsWith("warn single sign-on refused"))).toHaveLength(1);
  });

  it("lets an identity in once, and for two minutes", async () => {
    const { identify, signIn, clock } = signOnWorld();
    const used = await identify();
    expect(await signIn(used)).toMatchObject({ status: 201 });
    expect(await signIn(used)).toMatchObject(REFUSED);

    const late = await identify();
    clock.advance(120_000);
    expect(await signIn(late)).toMatchObject(REFUSED);
  });

  it.each([
    ["nobody is linked to", { subject: "stranger" }],
    ["is linked to somebody of another tenant", { subject: "mallory-sub" }],
    ["another provider vouches for", { issuer: "https://other.example" }],
  ])("lets nobody in whom %s, and audits it", async (_, said) => {
    const { say, identify, signIn, facts } = signOnWorld();
    say(said);

    expect(await signIn(await identify())).toMatchObject({ ...REFUSED, body: { message: SAME } });
    expect(facts("session.refused")).toMatchObject([{ actor: { kind: "anonymous" } }]);
  });

  it("lets nobody in who was locked, or unlinked, meanwhile", async () => {
    const { identify, signIn, people } = signOnWorld();
    const cookie = await identify();
    delete people["maya"];

    expect(await signIn(cookie)).toMatchObject(REFUSED);
  });

  it("keeps tenants apart that share a provider, a client and a subject", async () => {
    const { begin, complete, walked, cookieIn, identify, signIn } = signOnWorld();
    const begun = await begin();
    expect(await complete(cookieIn(begun), walked(begun), GLOBEX)).toMatchObject(REFUSED);
    const inAcme = await identify();
    expect(await signIn(inAcme, GLOBEX)).toMatchObject(REFUSED);
    expect(await signIn(inAcme)).toMatchObject({ status: 201 });
  });

  it("does not let in by what was proven for a step-up, nor the other way round", async () => {
    const { signInAs, identify, signIn, askTicket, say, authTime } = signOnWorld();
    const session = await signInAs("maya-sub");
    say({ authTimeSeconds: authTime() });
    expect(await signIn(await identify({ purpose: "step-up" }, session))).toMatchObject(REFUSED);
    const cookie = `${session}; ${await identify()}`;
    expect(await askTicket(cookie, { singleSignOn: true })).toMatchObject(REFUSED);
  });

  it("takes no password of somebody who has none, and says so to nobody", async () => {
    const { post } = signOnWorld();
    const messages = new Set<unknown>();
    for (const login of ["maya", "nobody"]) {
      for (const password of ["x", "right", "null"]) {
        const { status, body } = await post("/api/v3/sessions", "", { login, password });
        expect(status).toBe(401);
        messages.add(body?.["message"]);
      }
    }
    expect(messages.size).toBe(1);
  });

  it("takes no empty password either", async () => {
    const { post } = signOnWorld();
    expect(await post("/api/v3/sessions", "", { login: "maya", password: "" })).toMatchObject({ status: 422 });
  });

  it("is not there for a tenant without a provider", async () => {
    const { begin } = signOnWorld(null);

    expect(await begin()).toMatchObject({ status: 404, body: { message: expect.stringContaining("not set up") } });
  });

  it("counts visits to the provider by address, whoever asks", async () => {
    const { begin, clock, identify } = signOnWorld();
    // Those that came to their end do not count.
    for (let visit = 0; visit < 10; visit += 1) await identify();
    for (let visit = 0; visit < 100; visit += 1) expect((await begin()).status).toBe(201);
    const refused = await begin();
    expect([refused.status, refused.headers["retry-after"]]).toEqual([429, "900"]);
    clock.advance(HOUR);
    expect((await begin()).status).toBe(201);
  });

  it("changes nothing for another site’s page, or without our header", async () => {
    const { ask, world } = signOnWorld();
    const wanted = { method: "POST", resource: "/api/v3/single_sign_on", body: { purpose: "sign-in" } };
    expect(await ask({ ...wanted, headers: { origin: "https://evil.example" } })).toMatchObject({ status: 403 });
    expect(await ask({ ...wanted, headers: { "x-requested-with": "" } })).toMatchObject({ status: 403 });
    expect(world.challenges.size).toBe(0);
  });
});
