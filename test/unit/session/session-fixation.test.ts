import { expect, it } from "vitest";
import { routeWorld } from "../../support/route-world.ts";

const OURS = { "x-requested-with": "Coffer" };
const PLANTED = "p".repeat(43);

it("a session or a browser that somebody else's cookie names is never taken on by a sign-in", async () => {
  const { ask, deps } = routeWorld();
  const planted = `__Host-coffer=${PLANTED}; __Host-coffer-browser=${PLANTED}`;
  const body = { login: "ada", password: "right" };

  const signedIn = await ask("POST /api/v3/sessions", { headers: { ...OURS, cookie: planted }, body });

  expect(signedIn.status).toBe(201);
  expect(signedIn.cookies.join()).toContain("__Host-coffer=");
  expect(signedIn.cookies.join()).not.toContain(PLANTED);
  const thief = { headers: { cookie: planted } };
  expect((await ask("GET /api/v3/sessions/current", thief)).status).toBe(401);
  expect(JSON.stringify([...deps.world.sessions.values()])).not.toContain(PLANTED);
});

it("of two session cookies, as a neighbouring host may plant one, neither opens anything", async () => {
  const { ask, cookieOf } = routeWorld();
  const own = await cookieOf("ada");
  const other = await cookieOf("bea");
  for (const cookie of [`${own}; ${other}`, `${other}; ${own}`]) {
    expect((await ask("GET /api/v3/sessions/current", { headers: { cookie } })).status).toBe(401);
  }
});
