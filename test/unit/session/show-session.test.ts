import { describe, expect, it } from "vitest";
import { signOnWorld } from "../../support/sign-on-world.ts";

const CURRENT = { resource: "/api/v3/sessions/current" };

describe("who is signed in", () => {
  it.each([
    [{ canStepUp: true }, "provider"],
    [{ canStepUp: false }, "wait"],
  ])("is told by what they confirm things, with a provider that is %j: %s", async (provider, confirmation) => {
    const { ask, signInAs } = signOnWorld(provider);
    const cookie = await signInAs("maya-sub");
    const { body } = await ask({ ...CURRENT, headers: { cookie } });
    expect(body).toMatchObject({ _type: "Session", login: "maya", confirmation });
  });
});

describe("whoever is about to sign in", () => {
  it.each([
    ["has", { canStepUp: true }, true],
    ["has not", null, false],
  ])("is told whether the installation %s single sign-on", async (_, provider, singleSignOn) => {
    const { ask } = signOnWorld(provider);
    expect(await ask({ resource: "/api/v3/installation" })).toMatchObject({
      status: 200,
      body: { _type: "Installation", title: "Acme", singleSignOn },
      cookies: [],
    });
  });
});
