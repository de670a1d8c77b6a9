import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinIdentityProvider } from "../../../infra/local/demo/join-identity-provider.ts";
import type { LocalIdentityProvider } from "../../../infra/local/identity-provider/start-identity-provider.ts";
import { ask } from "../../../infra/local/tour/ask.ts";
import { providerBrowser } from "../../../infra/local/tour/provider-browser.ts";
import {
  beginSignOnAt,
  cookieOf,
  postWithCookie,
  signInByProvider,
} from "../../../infra/local/tour/sign-in-by-provider.ts";
import { aDemoCloud, type DemoCloud, until } from "../../support/a-demo-cloud.ts";

let demo: DemoCloud;
let provider: LocalIdentityProvider;
let origin: string;
let maya: string;

const people = () => demo.tenant.people;
/** Somebody whom the provider knows and OpenProject does not. */
const STRANGER = "0123456789abcdef";
const secretsSeen: string[] = [];

beforeAll(async () => {
  demo = await aDemoCloud("globex");
  const [first] = people();
  if (!first) throw new Error("the demo has nobody");
  const stranger = { ...first, externalId: STRANGER, login: "stranger", userId: 99 };
  provider = await joinIdentityProvider(demo.cloud, { ...demo.tenant, people: [...people(), stranger] });
  origin = demo.cloud.origin(demo.tenant.domainName);
  maya = people().find(({ persona }) => persona === "single sign-on")?.externalId ?? "";
  secretsSeen.push(provider.clientSecret);
});
afterAll(async () => {
  await provider.close();
  await demo.close();
});

const complete = (cookie: string, query: string) => {
  secretsSeen.push(...["code", "state"].map((name) => new URLSearchParams(query).get(name) ?? ""));
  return postWithCookie(`${origin}/api/v3/single_sign_on/identities`, cookie, { query });
};
const signIn = (cookie: string) => postWithCookie(`${origin}/api/v3/sessions/single_sign_on`, cookie, {});
async function makeToken(cookie: string) {
  const path = `${origin}/api/v3/backup_tokens`;
  const created = await postWithCookie(path, cookie, { confirmation: "create", singleSignOn: true });
  if (created.status !== 409) return created;
  return postWithCookie(path, cookie, { confirmation: "reset", singleSignOn: true });
}
const body = ({ text }: { readonly text: string }): Record<string, unknown> => JSON.parse(text);

/** The provider tells whole seconds: what is to be before a challenge has to be so by one. */
const nextSecond = () => {
  const second = Math.floor(Date.now() / 1000);
  return until("the next second", () => (Math.floor(Date.now() / 1000) > second ? true : undefined));
};

/** A step-up of `session`, with the address that the browser is sent to changed on the way. */
async function stepUp(
  session: string,
  browser = providerBrowser(),
  subject = maya,
  change: (url: URL) => void = () => {},
) {
  const { cookie, address } = await beginSignOnAt(origin, { purpose: "step-up" }, session);
  const url = new URL(address);
  change(url);
  const back = await browser.walk(url.href, subject);
  return `${session}; ${cookieOf(await complete(cookie, back.search.slice(1)))}`;
}

describe("a real identity provider", () => {
  it("lets in whom OpenProject has linked, and nobody else", async () => {
    const cookie = await signInByProvider(origin, maya);
    const current = await ask({ method: "GET", url: `${origin}/api/v3/sessions/current`, headers: { cookie } });
    expect([current.status, body(current)["login"]]).toEqual([200, "maya.novak"]);

    await expect(signInByProvider(origin, STRANGER)).rejects.toThrow("401");
    await expect(signInByProvider(origin, "")).rejects.toThrow("401");
  });

  it("sends browsers back to a page that is the same for everybody", async () => {
    const { address } = await beginSignOnAt(origin);
    const back = await providerBrowser().walk(address, maya);
    expect(back.origin + back.pathname).toBe(`${origin}/api/v3/single_sign_on`);
    const landed = await ask({ method: "GET", url: back.href });

    expect([landed.status, landed.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(landed.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(landed.text).not.toContain(back.searchParams.get("code"));
  });

  it("redeems a code for the browser that was sent for it, once", async () => {
    const { cookie, address } = await beginSignOnAt(origin);
    const query = (await providerBrowser().walk(address, maya)).search.slice(1);
    const { cookie: thief } = await beginSignOnAt(origin);

    expect((await complete("", query)).status).toBe(401);
    expect((await complete(thief, query)).status).toBe(401);
    const found = await complete(cookie, query);
    expect(found.status).toBe(201);
    expect((await complete(cookie, query)).status).toBe(401);
    const identity = cookieOf(found);
    expect((await signIn(identity)).status).toBe(201);
    expect((await signIn(identity)).status).toBe(401);
  });

  it("does not redeem a code in a visit that it was not given to, by its verifier and nonce", async () => {
    const theirs = await beginSignOnAt(origin);
    const stolen = (await providerBrowser().walk(theirs.address, maya)).searchParams.get("code") ?? "";
    const own = await beginSignOnAt(origin);
    const query = (await providerBrowser().walk(own.address, STRANGER)).searchParams;
    query.set("code", stolen);

    expect((await complete(own.cookie, query.toString())).status).toBe(401);
  });

  it("asks anew for a step-up, whoever is signed in there, and a token is made", async () => {
    const browser = providerBrowser();
    const session = await signInByProvider(origin, maya, browser);
    // Signed in there, nobody is asked again.
    await signInByProvider(origin, maya, browser);
    expect(browser.askedCount).toBe(1);
    const made = await makeToken(await stepUp(session, browser));

    expect(browser.askedCount).toBe(2);
    expect([made.status, made.text]).toEqual([201, expect.stringContaining("opbk_")]);
  });

  it.each<readonly [string, (url: URL) => void]>([
    [
      "the wish to be asked anew is taken out",
      (url) => ["prompt", "max_age"].forEach((name) => url.searchParams.delete(name)),
    ],
    [
      "it is asked to be content with an old sign-in",
      (url) => {
        url.searchParams.delete("prompt");
        url.searchParams.set("max_age", "86400");
      },
    ],
  ])("proves nothing for a step-up when, on the way there, %s", async (_, change) => {
    const browser = providerBrowser();
    const session = await signInByProvider(origin, maya, browser);
    await nextSecond();
    const refused = await makeToken(await stepUp(session, browser, maya, change));

    expect(browser.askedCount).toBe(1);
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining("did not ask you anew")]);
  });

  it("proves nothing for a step-up by another account, or in another session", async () => {
    const session = await signInByProvider(origin, maya);
    expect((await makeToken(await stepUp(session, providerBrowser(), STRANGER))).status).toBe(401);
    const other = await signInByProvider(origin, maya);
    const [, identity] = (await stepUp(session)).split("; ");
    expect((await makeToken(`${other}; ${identity}`)).status).toBe(401);
  });

  it("leaves no code, state or secret in any log", () => {
    const logs = join(demo.directory, "logs");
    const text = readdirSync(logs)
      .map((file) => readFileSync(join(logs, file), "utf8"))
      .join("\n");

    expect(text).toContain("coffer-single-sign-on");
    expect(secretsSeen.length).toBeGreaterThan(10);
    expect(secretsSeen.filter((secret) => secret !== "" && text.includes(secret))).toEqual([]);
  });
});
