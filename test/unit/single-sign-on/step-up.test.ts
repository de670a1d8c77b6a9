import { describe, expect, it } from "vitest";
import { CONFIRM_PER_USER } from "../../../functions/domain/session/attempts.ts";
import { signOnWorld } from "../../support/sign-on-world.ts";

const ASKED = { singleSignOn: true };
const NOT_FRESH = { status: 403, body: { message: expect.stringContaining("did not ask you anew") } };
const REFUSED = { status: 401, body: { message: expect.stringContaining("did not work") } };

describe("confirming at the identity provider", () => {
  it("sends the browser to be asked anew, and gives a ticket once the provider says that it asked", async () => {
    const { signInAs, begin, stepUp, authTime, askTicket, facts } = signOnWorld();
    const session = await signInAs("maya-sub");
    const { body } = await begin({ purpose: "step-up" }, session);
    expect(JSON.stringify(body)).toContain("prompt=login&max_age=0");

    const answer = await askTicket(await stepUp(session, { authTimeSeconds: authTime() }), ASKED);

    expect(answer).toMatchObject({ status: 201, body: { ticket: expect.stringMatching(/^[\w-]{43}$/u) } });
    expect(facts("backup.step-up")).toMatchObject([{ actor: { login: "maya" } }]);
  });

  it("needs a time that is not before the challenge: telling the provider to ask proves nothing", async () => {
    const { signInAs, stepUp, authTime, askTicket, clock, facts } = signOnWorld();
    const session = await signInAs("maya-sub");
    clock.advance(60_000);
    const signedInLongAgo = authTime() - 60;
    const aSecondEarlier = authTime() - 1;

    for (const said of [{}, { authTimeSeconds: signedInLongAgo }, { authTimeSeconds: aSecondEarlier }]) {
      expect(await askTicket(await stepUp(session, said), ASKED)).toMatchObject(NOT_FRESH);
    }
    expect(facts("backup.step-up-refused").map(({ details }) => details["code"])).toEqual(
      Array(3).fill("step-up-not-fresh"),
    );
    expect(await askTicket(await stepUp(session, { authTimeSeconds: authTime() }), ASKED)).toMatchObject({
      status: 201,
    });
  });

  it("counts from the challenge, not from when the browser came back", async () => {
    const { signInAs, begin, complete, walked, cookieIn, say, authTime, askTicket, clock } = signOnWorld();
    const session = await signInAs("maya-sub");
    const begun = await begin({ purpose: "step-up" }, session);
    clock.advance(30_000);
    say({ authTimeSeconds: authTime() });
    clock.advance(120_000);
    const identity = cookieIn(await complete(cookieIn(begun), walked(begun)));

    expect(await askTicket(`${session}; ${identity}`, ASKED)).toMatchObject({ status: 201 });
  });

  it("takes no time from a clock that is ahead by more than half a minute", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const session = await signInAs("maya-sub");

    const ahead = await stepUp(session, { authTimeSeconds: authTime() + 31 });
    expect(await askTicket(ahead, ASKED)).toMatchObject(NOT_FRESH);
    const almost = await stepUp(session, { authTimeSeconds: authTime() + 29 });
    expect(await askTicket(almost, ASKED)).toMatchObject({ status: 201 });
  });

  it("takes another account of the provider for nobody", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const session = await signInAs("maya-sub");
    const cookie = await stepUp(session, { subject: "sam-sub", authTimeSeconds: authTime() });

    expect(await askTicket(cookie, ASKED)).toMatchObject(NOT_FRESH);
  });

  it("proves nothing once the provider is known not to ask anew", async () => {
    const { signInAs, stepUp, authTime, askTicket, world } = signOnWorld();
    const session = await signInAs("maya-sub");
    const cookie = await stepUp(session, { authTimeSeconds: authTime() });
    const tenant = world.tenants.get("acme");
    if (tenant?.signOn) world.tenants.set("acme", { ...tenant, signOn: { ...tenant.signOn, canStepUp: false } });

    expect(await askTicket(cookie, ASKED)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("a day") },
    });
  });

  it("is good once", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const session = await signInAs("maya-sub");
    const cookie = await stepUp(session, { authTimeSeconds: authTime() });
    const answers = await Promise.all([1, 2, 3].map(() => askTicket(cookie, ASKED)));

    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  });

  it("is good for the session that began it alone, even of the same person", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const [mine, stolen] = [await signInAs("maya-sub"), await signInAs("maya-sub")];
    const [, identity] = (await stepUp(mine, { authTimeSeconds: authTime() })).split("; ");

    expect(await askTicket(`${stolen}; ${identity}`, ASKED)).toMatchObject(REFUSED);
  });

  it("is not begun without a session", async () => {
    const { begin } = signOnWorld();

    expect(await begin({ purpose: "step-up" })).toMatchObject({ status: 401 });
  });

  it("is asked for by name: no password, no code, and no cookie without a word do instead", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const session = await signInAs("maya-sub");
    const cookie = await stepUp(session, { authTimeSeconds: authTime() });
    const here = { status: 403, body: { _embedded: { details: { singleSignOn: "/api/v3/single_sign_on" } } } };

    expect(await askTicket(session, { password: "right" })).toMatchObject(here);
    expect(await askTicket(session, { code: "000000" })).toMatchObject(here);
    expect(await askTicket(cookie, {})).toMatchObject({ status: 422 });
    expect(await askTicket(session, ASKED)).toMatchObject(REFUSED);
    expect(await askTicket(session, { wait: true })).toMatchObject({ status: 403 });
  });

  it("counts tries with those of passwords, and gives back what succeeded", async () => {
    const { signInAs, stepUp, authTime, askTicket } = signOnWorld();
    const session = await signInAs("maya-sub");
    for (let tried = 0; tried < CONFIRM_PER_USER.max; tried += 1) await askTicket(session, ASKED).then(() => undefined);
    // The cookie is missing there: nothing was tried yet.
    for (let tried = 0; tried < CONFIRM_PER_USER.max; tried += 1) {
      expect(await askTicket(await stepUp(session, {}), ASKED)).toMatchObject({ status: 403 });
    }
    expect(await askTicket(await stepUp(session, { authTimeSeconds: authTime() }), ASKED)).toMatchObject({
      status: 429,
    });
  });

  it("makes a backup token, which waits", async () => {
    const { signInAs, stepUp, authTime, post, world, clock } = signOnWorld();
    const session = await signInAs("maya-sub");
    const cookie = await stepUp(session, { authTimeSeconds: authTime() });
    const answer = await post("/api/v3/backup_tokens", cookie, { confirmation: "create", ...ASKED });

    expect(answer).toMatchObject({ status: 201, body: { token: expect.stringMatching(/^opbk_/u) } });
    expect(answer.cookies).toEqual([expect.stringMatching(/^__Host-coffer=/u)]);
    expect(world.tokens.get("acme/2")?.validFrom).toBe(clock.now() + 24 * 3_600_000);
  });

  it("changes settings, for an administrator", async () => {
    const { signInAs, stepUp, authTime, ask } = signOnWorld();
    const session = await signInAs("sam-sub");
    const cookie = await stepUp(session, { subject: "sam-sub", authTimeSeconds: authTime() });
    const change = { method: "PATCH", resource: "/api/v3/backup_settings", body: { backup_api_pull: false, ...ASKED } };

    expect(await ask({ ...change, headers: { cookie } })).toMatchObject({ status: 200 });
  });
});
