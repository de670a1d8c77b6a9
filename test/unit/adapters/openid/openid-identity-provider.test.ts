import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { guardedFetch } from "../../../../functions/adapters/openid/guarded-fetch.ts";
import { openidIdentityProvider } from "../../../../functions/adapters/openid/openid-identity-provider.ts";
import type { IdentityProvider } from "../../../../functions/domain/single-sign-on/identity-provider.ts";
import type { Tenant } from "../../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../../support/a-tenant.ts";
import { CLIENT, encoded, type Lies, type LyingProvider, lyingProvider } from "../../../support/lying-provider.ts";

const redirectUri = "https://backup.acme.example/api/v3/single_sign_on";
const sent = { redirectUri, state: "s".repeat(43), nonce: "n".repeat(43), codeVerifier: "v".repeat(43) };
const QUERY = `code=c1&state=${sent.state}`;
const seconds = () => Math.floor(Date.now() / 1000);

let liar: LyingProvider;
let tenant: Tenant;
let now: number;
let secret: string;
let provider: IdentityProvider;

beforeAll(async () => {
  liar = await lyingProvider();
});
afterAll(() => liar.close());
beforeEach(() => {
  now = 0;
  secret = CLIENT.clientSecret;
  liar.asked.length = 0;
  liar.tell({}, sent.nonce);
  tenant = aTenant({ signOn: { name: "login", issuer: liar.issuer, clientId: CLIENT.clientId, canStepUp: true } });
  provider = openidIdentityProvider({
    fetch: guardedFetch({ isLoopbackAllowed: true }),
    clientSecret: async () => secret,
    clock: { now: () => now },
    isLoopbackAllowed: true,
  });
});

const redeem = (query = QUERY, answer: Partial<typeof sent> = {}) =>
  provider.redeem(tenant, { ...sent, ...answer, query });

const visit = () => provider.addressFor(tenant, { ...sent, isFresh: false });

describe("a visit to an identity provider", () => {
  it("begins with state, nonce and a challenge made of the verifier, which stays here", async () => {
    const url = new URL(await provider.addressFor(tenant, { ...sent, isFresh: false }));

    expect(url.origin + url.pathname).toBe(`${liar.issuer}/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: "code",
      client_id: "coffer",
      redirect_uri: redirectUri,
      scope: "openid",
      state: sent.state,
      nonce: sent.nonce,
      code_challenge: createHash("sha256").update(sent.codeVerifier).digest("base64url"),
      code_challenge_method: "S256",
    });
    expect(url.href).not.toContain(sent.codeVerifier);
  });

  it("has the person asked anew for a step-up", async () => {
    const url = new URL(await provider.addressFor(tenant, { ...sent, isFresh: true }));

    expect([url.searchParams.get("prompt"), url.searchParams.get("max_age")]).toEqual(["login", "0"]);
  });

  it("asks for the provider’s metadata once in five minutes, and at once when the operator changed something", async () => {
    await visit();
    await visit();
    expect(liar.asked).toHaveLength(1);
    now += 5 * 60_000;
    await visit();
    expect(liar.asked).toHaveLength(2);
    secret = "another";
    await visit();
    expect(liar.asked).toHaveLength(3);
  });

  it.each<readonly [string, Lies]>([
    ["names another issuer", { metadata: { issuer: "https://login.example" } }],
    ["names its issuer with a slash more", { metadata: { issuer: "" } }],
    ["sends browsers to a script", { metadata: { authorization_endpoint: "javascript:alert(1)" } }],
    ["sends browsers on by plain http", { metadata: { authorization_endpoint: "http://login.example/authorize" } }],
    ["names nowhere to send browsers", { metadata: { authorization_endpoint: undefined } }],
    ["speaks no JSON", { discoveryAnswer: { status: 200, text: "<html>" } }],
    ["fails", { discoveryAnswer: { status: 500, text: "{}" } }],
    ["redirects", { discoveryAnswer: { status: 302, text: "", location: "https://login.example/" } }],
  ])("is not made where the provider %s", async (_, lies) => {
    liar.tell({ ...lies, ...(lies.metadata?.["issuer"] === "" ? { metadata: { issuer: `${liar.issuer}/` } } : {}) });

    await expect(provider.addressFor(tenant, { ...sent, isFresh: false })).rejects.toMatchObject({
      code: "identity-provider-unavailable",
    });
  });

  it("is not made for a tenant without a provider", async () => {
    await expect(provider.addressFor(aTenant(), { ...sent, isFresh: false })).rejects.toMatchObject({
      code: "no-single-sign-on",
    });
  });
});

describe("a code that came back", () => {
  it("is redeemed with verifier and secret, and tells who it is", async () => {
    liar.tell({ claims: { auth_time: 1_700_000_000 } });

    expect(await redeem()).toEqual({ issuer: liar.issuer, subject: "maya", authTimeSeconds: 1_700_000_000 });
    const token = liar.asked.find(({ path }) => path === "/token");
    expect(token?.body.get("code_verifier")).toBe(sent.codeVerifier);
    expect(token?.body.get("redirect_uri")).toBe(redirectUri);
    expect(token?.headers.authorization).toMatch(/^Basic /u);
    expect(liar.asked.map(({ path }) => path)).toContain("/keys");
  });

  it("tells no time where the provider does not say when it asked", async () => {
    expect(await redeem()).toEqual({ issuer: liar.issuer, subject: "maya" });
  });

  it.each<readonly [string, (issuer: string) => Lies]>([
    ["another issuer", () => ({ claims: { iss: "https://login.example" } })],
    ["no issuer", () => ({ claims: { iss: undefined } })],
    ["another client", () => ({ claims: { aud: "another" } })],
    ["several clients, made for another", () => ({ claims: { aud: ["coffer", "another"], azp: "another" } })],
    ["no client", () => ({ claims: { aud: undefined } })],
    ["another visit", () => ({ claims: { nonce: "x".repeat(43) } })],
    ["no visit", () => ({ claims: { nonce: undefined } })],
    ["nobody", () => ({ claims: { sub: undefined } })],
    ["an empty name", () => ({ claims: { sub: "" } })],
    ["a time that is over", () => ({ claims: { exp: seconds() - 60 } })],
    ["a time that has not come", () => ({ claims: { nbf: seconds() + 120 } })],
    ["no end", () => ({ claims: { exp: undefined } })],
    ["no beginning", () => ({ claims: { iat: undefined } })],
    ["a time that is none", () => ({ claims: { auth_time: "now" } })],
  ])("is refused with an ID token of %s", async (_, lies) => {
    liar.tell(lies(liar.issuer));

    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused", details: {} });
  });

  it.each<readonly [string, Lies]>([
    ["by nobody (alg none)", { signedBy: "nobody" }],
    ["with the client’s secret (HS256)", { signedBy: "secret" }],
    [
      "with the secret, though the provider says it does so",
      {
        signedBy: "secret",
        metadata: { id_token_signing_alg_values_supported: ["HS256", "RS256"] },
      },
    ],
    ["by somebody else", { signedBy: "other" }],
    ["by a key nobody knows", { header: { kid: "k2" } }],
    ["for other claims than it has", { tamper: withClaims({ sub: "somebody else" }) }],
    ["in a way the provider does not name", { metadata: { id_token_signing_alg_values_supported: ["ES256"] } }],
    ["and says that something is critical", { header: { crit: ["x"], x: 1 } }],
  ])("is refused with an ID token signed %s", async (_, lies) => {
    liar.tell(lies);

    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused" });
  });

  it.each([
    ["another state", `code=c1&state=${"x".repeat(43)}`],
    ["no state", "code=c1"],
    ["two states", `${QUERY}&state=${"x".repeat(43)}`],
    ["no code", `state=${sent.state}`],
    ["two codes", `${QUERY}&code=c2`],
    ["a refusal", `error=access_denied&state=${sent.state}`],
    ["the issuer of another provider", `${QUERY}&iss=https%3A%2F%2Flogin.example`],
  ])("is refused with %s, and redeemed nowhere", async (_, query) => {
    await expect(redeem(query)).rejects.toMatchObject({ code: "single-sign-on-refused" });
    expect(liar.asked.map(({ path }) => path)).not.toContain("/token");
  });

  it("is refused without the issuer, where the provider always names it", async () => {
    liar.tell({ metadata: { authorization_response_iss_parameter_supported: true } });

    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused" });
  });

  it("is refused where the provider does not know it, or gives no ID token for it", async () => {
    liar.tell({ tokenAnswer: { status: 400, body: { error: "invalid_grant" } } });
    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused" });
    liar.tell({ tokenAnswer: { status: 200, body: { access_token: "a", token_type: "Bearer" } } });
    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused" });
  });

  it.each<readonly [string, Lies]>([
    ["does not know us", { tokenAnswer: { status: 401, body: { error: "invalid_client" } } }],
    ["has trouble of its own", { tokenAnswer: { status: 500, body: {} } }],
    ["redeems codes at an address that is not visited", { metadata: { token_endpoint: "https://169.254.169.254/" } }],
    ["redeems codes nowhere", { metadata: { token_endpoint: undefined } }],
    ["has its keys at an address that is not visited", { metadata: { jwks_uri: "http://10.0.0.1/" } }],
  ])("says that the provider cannot be used where it %s", async (_, lies) => {
    liar.tell(lies);

    await expect(redeem()).rejects.toMatchObject({ code: "identity-provider-unavailable" });
  });

  it("bears clocks that differ by half a minute, and no more", async () => {
    liar.tell({ claims: { exp: seconds() - 20, iat: seconds() + 20 } });
    expect((await redeem()).subject).toBe("maya");
    liar.tell({ claims: { exp: seconds() - 40 } });
    await expect(redeem()).rejects.toMatchObject({ code: "single-sign-on-refused" });
  });
});

function withClaims(changed: object): (token: string) => string {
  return (token) => {
    const [header, claims = "", signature] = token.split(".");
    const told: unknown = JSON.parse(Buffer.from(claims, "base64url").toString());
    return [header, encoded({ ...(told as object), ...changed }), signature].join(".");
  };
}
