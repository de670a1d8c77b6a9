import { createHash } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { createContext, Script } from "node:vm";
import { describe, expect, it } from "vitest";
import { LANDING_PAGE, LANDING_PAGE_POLICY } from "../../../functions/single-sign-on/landing-page.ts";

const script = /<script type="module">([\s\S]*)<\/script>/u.exec(LANDING_PAGE)?.[1] ?? "";
const PATH = "/api/v3/single_sign_on";

/** What was begun is done: nothing here waits for anything but its turn. */
async function settled(): Promise<void> {
  for (let times = 0; times < 20; times += 1) await turn();
}

/** The page in a browser that has come to it with this query; `answers` are those of the service, by path. */
async function opened(search: string, answers: Readonly<Record<string, { ok: boolean; body: object }>>) {
  const calls: unknown[] = [];
  const told: { went?: string; address?: string } = {};
  const clicks: (() => void)[] = [];
  const button = { hidden: true, addEventListener: (_: string, click: () => void) => void clicks.push(click) };
  const line = { textContent: "One moment …" };
  const context = createContext({
    URLSearchParams,
    document: { querySelector: (name: string) => (name === "button" ? button : line) },
    history: { replaceState: (_state: null, _title: string, address: string) => void (told.address = address) },
    location: {
      search,
      pathname: PATH,
      assign: (address: string) => void (told.went = address),
      replace: (address: string) => void (told.went = address),
    },
    async fetch(path: string, { method, headers, body }: { method: string; headers: object; body: string }) {
      calls.push([method, path, headers, JSON.parse(body)]);
      const { ok, body: answer } = answers[path] ?? { ok: false, body: { message: "not there" } };
      return { ok, json: async () => answer };
    },
  });
  new Script(script).runInContext(context);
  await settled();
  return {
    calls,
    told,
    line,
    button,
    async click() {
      for (const click of clicks) click();
      await settled();
    },
  };
}

const OURS = { "content-type": "application/json", "x-requested-with": "Coffer" };
const done = (links: object) => ({ ok: true, body: { _links: { continue: { href: "/backups" }, ...links } } });

describe("the page that browsers come back to", () => {
  it("is let to run by its own policy", () => {
    const [, style = ""] = /<style>([\s\S]*)<\/style>/u.exec(LANDING_PAGE) ?? [];
    for (const [kind, text] of Object.entries({ script, style })) {
      expect(LANDING_PAGE_POLICY).toContain(
        `${kind}-src 'sha256-${createHash("sha256").update(text).digest("base64")}'`,
      );
    }
    expect(LANDING_PAGE).not.toMatch(/ on\w+=|style=|src=/u);
  });

  it("takes the code out of the address, has it redeemed, signs in and goes on", async () => {
    const page = await opened("?code=c1&state=s1", {
      [`${PATH}/identities`]: done({ signIn: { href: "/api/v3/sessions/single_sign_on", method: "post" } }),
      "/api/v3/sessions/single_sign_on": { ok: true, body: {} },
    });

    expect(page.calls).toEqual([
      ["POST", `${PATH}/identities`, OURS, { query: "code=c1&state=s1" }],
      ["POST", "/api/v3/sessions/single_sign_on", OURS, {}],
    ]);
    expect(page.told).toEqual({ address: PATH, went: "/backups" });
  });

  it("goes on without a sign-in after a step-up", async () => {
    const page = await opened("?code=c1&state=s1", { [`${PATH}/identities`]: done({}) });

    expect(page.calls).toHaveLength(1);
    expect(page.told.went).toBe("/backups");
  });

  it("says what went wrong, as text, and lets one start again", async () => {
    const message = "<b>It did not work</b>";
    const page = await opened("?error=access_denied&state=s1", {
      [`${PATH}/identities`]: { ok: false, body: { message } },
    });

    expect([page.line.textContent, page.button.hidden, page.told.went]).toEqual([message, false, undefined]);
  });

  it("asks before it sends anybody away", async () => {
    const authorize = "https://login.example/authorize?state=s1";
    const page = await opened("", { [PATH]: { ok: true, body: { _links: { authorize: { href: authorize } } } } });
    expect([page.calls, page.button.hidden]).toEqual([[], false]);

    await page.click();

    expect(page.calls).toEqual([["POST", PATH, OURS, { purpose: "sign-in" }]]);
    expect(page.told.went).toBe(authorize);
  });
});
