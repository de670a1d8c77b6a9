import { describe, expect, it } from "vitest";
import { LANDING_PAGE, LANDING_PAGE_POLICY } from "../../../functions/single-sign-on/landing-page.ts";
import { signOnWorld } from "../../support/sign-on-world.ts";

describe("the way back", () => {
  it.each(["/", "/backups/b1?tab=files#top", "/api/v3/sessions/current", "/a//b", "/%2F%2Fevil.example"])(
    "leads to a path of ours: %s",
    async (returnPath) => {
      const { begin, complete, walked, cookieIn } = signOnWorld();
      const begun = await begin({ purpose: "sign-in", returnPath });
      const { body } = await complete(cookieIn(begun), walked(begun));

      expect(body).toMatchObject({ _links: { continue: { href: returnPath } } });
    },
  );

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "evil",
    "",
    "/\t/evil.example",
    "/\n/evil.example",
    " //evil.example",
    "/a\\..\\..//evil.example",
    "/.//evil.example",
    "/a/..//evil.example",
    "/%2e//evil.example",
    `/${"x".repeat(600)}`,
    "/ü",
  ])("leads nowhere else: %j", async (returnPath) => {
    const { begin, world } = signOnWorld();

    expect(await begin({ purpose: "sign-in", returnPath })).toMatchObject({
      status: 422,
      body: { _embedded: { details: { attribute: "returnPath" } } },
    });
    expect(world.challenges.size).toBe(0);
  });

  it("begins at a page that changes nothing, holds nothing of the address, and runs its own script alone", async () => {
    const { raw, world } = signOnWorld();
    const query = { code: "<script>c1</script>", state: "s1" };
    const result = await raw({ resource: "/api/v3/single_sign_on", query });

    expect(result).toMatchObject({ statusCode: 200, body: LANDING_PAGE });
    expect(result.headers).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": LANDING_PAGE_POLICY,
      "cache-control": "no-store",
      "referrer-policy": "no-referrer",
    });
    expect(LANDING_PAGE_POLICY).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/]+=*'; style-src 'sha256-[\w+/]+=*'; connect-src 'self'/u,
    );
    expect([world.challenges.size, world.identities.size, world.facts.length]).toEqual([0, 0, 0]);
  });
});
