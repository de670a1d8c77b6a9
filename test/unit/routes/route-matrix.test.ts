import { describe, expect, it } from "vitest";
import { OPERATIONS } from "../../../functions/openapi/operations.ts";
import { ROUTES, type RouteName } from "../../../functions/routes.ts";
import { type Ask, apiKey } from "../../support/api-event.ts";
import { meaningOf, routeWorld } from "../../support/route-world.ts";
import { ROUTE_MATRIX } from "./route-matrix.ts";
import type { Columns, Expected, Row } from "./route-row.ts";
import { OURS } from "./route-states.ts";

const rows = Object.entries(ROUTE_MATRIX) as [RouteName, Row][];
const COLUMNS = [
  "nobody",
  "session",
  "key",
  "keyAndToken",
  "otherUser",
  "otherTenant",
  "locked",
  "withdrawn",
] as const satisfies (keyof Columns)[];
const changes = rows.filter(([route]) => !route.startsWith("GET "));
const signInOf = (route: RouteName) => ROUTES.find(({ method, path }) => `${method} ${path}` === route)?.signIn;

interface Change {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly path?: Readonly<Record<string, string>>;
}

/** Who comes to the route as `column` says, in a world of their own; `change` is what they do differently. */
async function come(route: RouteName, column: keyof Columns, { headers: changed, ...change }: Change = {}) {
  const world = routeWorld();
  const { who, other, path, body, prepare } = ROUTE_MATRIX[route];
  const first = await world.cookieOf(who);
  const { cookie, ticket = "" } = (await prepare?.(world, first)) ?? { cookie: first };
  const asked: Ask = { ...(path ? { path } : {}), ...(body ? { body: body(world, ticket) } : {}) };
  const wish = { ...asked, headers: await headersOf(), ...domain(), ...withoutToken(), ...change };
  if (column === "locked") world.lock(who);
  if (column === "withdrawn") world.withdraw(who);
  const before = { acme: world.stored("acme"), globex: world.stored("globex"), facts: world.world.facts.length };
  const answer = await world.ask(route, { ...wish, headers: { ...wish.headers, ...changed } });
  return {
    answer,
    meaning: meaningOf(answer),
    hasChanged: { acme: world.stored("acme") !== before.acme, globex: world.stored("globex") !== before.globex },
    facts: world.world.facts.slice(before.facts),
  };

  async function headersOf(): Promise<Record<string, string>> {
    if (column === "nobody") return OURS;
    if (column === "key" || column === "keyAndToken") return apiKey(`key-of-${who}`);
    const by = { otherUser: () => world.cookieOf(other), otherTenant: () => world.cookieOf("gus") };
    return { ...OURS, cookie: column === "otherUser" || column === "otherTenant" ? await by[column]() : cookie };
  }
  function domain() {
    return column === "otherTenant" ? { domainName: world.domainNameOf("gus") } : {};
  }
  function withoutToken() {
    return route === "POST /api/v3/backups" && column === "key" ? { body: {} } : {};
  }
}

const cells = rows.flatMap(([route, row]) => COLUMNS.map((column) => [route, column, row[column]] as const));
const isRefusal = (expected: Expected): boolean => typeof expected !== "number";

describe("every route", () => {
  it("is in the table", () => {
    const tenants = ROUTES.filter(({ signIn }) => signIn !== "iam").map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(ROUTE_MATRIX).toSorted()).toEqual(tenants.toSorted());
  });

  it.each(cells)("%s for %s: %s", async (route, column, expected) => {
    const { answer, meaning, hasChanged } = await come(route, column);

    expect(meaning).toBe(expected);
    expect(answer.headers).toMatchObject({ "cache-control": "no-store", "x-content-type-options": "nosniff" });
    // Whoever is refused has changed nothing, and nobody reaches another installation.
    const isForeigner = column === "otherTenant";
    expect(hasChanged.acme && (isRefusal(expected) || isForeigner)).toBe(false);
    expect(hasChanged.globex && (isRefusal(expected) || !isForeigner)).toBe(false);
  });

  it.each(cells.filter(([route, , expected]) => isRefusal(expected) && signInOf(route) !== "none"))(
    "leaves one refusal in the audit log, unless nothing is known of who came: %s for %s: %s",
    async (route, column) => {
      const { facts } = await come(route, column);
      const refusals = facts.filter(({ what }) => what.endsWith("refused"));
      expect(refusals).toHaveLength(column === "nobody" ? 0 : 1);
    },
  );

  it.each(rows.filter(([route]) => route.startsWith("GET ") && !route.endsWith("/content")))(
    "changes nothing by GET: %s",
    async (route) => {
      for (const column of COLUMNS) {
        expect((await come(route, column)).hasChanged).toEqual({ acme: false, globex: false });
      }
    },
  );

  it.each(cells.filter(([, , expected]) => isRefusal(expected)))(
    "is described with what it refuses: %s for %s: %s",
    (route, _, expected) => {
      const { failures = [] } = OPERATIONS[route];
      expect(["unauthenticated", "forbidden-origin", ...failures]).toContain(expected);
    },
  );

  it.each(rows.filter(([, { otherTenant }]) => otherTenant === "not-found"))(
    "answers for an id that is nobody's as for another's: %s",
    async (route) => {
      const foreign = await come(route, "otherTenant");
      const unknown = { backupId: "no-such-backup", userId: "999999" };
      for (const column of ["session", "otherTenant"] as const) {
        const { answer } = await come(route, column, { path: unknown });
        expect({ status: answer.status, body: answer.body }).toEqual({
          status: foreign.answer.status,
          body: foreign.answer.body,
        });
      }
    },
  );
});

describe("a change", () => {
  it.each(changes)("is refused without our header, and to another site: %s", async (route) => {
    for (const headers of [
      { "x-requested-with": "" },
      { "x-requested-with": "XMLHttpRequest" },
      { origin: "https://evil.example" },
      { origin: "null" },
      { origin: "https://backup.globex.example" },
    ]) {
      const { meaning, hasChanged } = await come(route, "session", { headers });
      expect([headers, meaning]).toEqual([headers, "forbidden-origin"]);
      expect(hasChanged.acme).toBe(false);
    }
  });

  it.each(changes.filter(([route]) => signInOf(route) === "either"))(
    "by API key is refused to another site: %s",
    async (route) => {
      const { meaning, hasChanged } = await come(route, "keyAndToken", { headers: { origin: "https://evil.example" } });
      expect([meaning, hasChanged.acme]).toEqual(["forbidden-origin", false]);
    },
  );

  it.each(changes.filter(([, { body }]) => body))(
    "takes no member that is unknown, nor __proto__: %s",
    async (route) => {
      const world = routeWorld();
      const body = ROUTE_MATRIX[route].body?.(world, "x") ?? {};
      const column = signInOf(route) === "none" ? "nobody" : "session";
      for (const member of [
        '"colour":"red"',
        '"__proto__":{"isAdmin":true}',
        '"constructor":{}',
        '"tenantId":"globex"',
      ]) {
        const sent = JSON.stringify(body).replace(/\}$/u, `${Object.keys(body).length > 0 ? "," : ""}${member}}`);
        const { meaning, hasChanged } = await come(route, column, { body: sent });
        expect([member, meaning]).toEqual([member, "constraint-violation"]);
        expect(hasChanged).toEqual({ acme: false, globex: false });
      }
    },
  );
});

describe("a session", () => {
  it.each(rows.filter(([route]) => signInOf(route) === "session"))(
    "of one installation opens nothing of another: %s",
    async (route) => {
      const world = routeWorld();
      const { who, path = {}, body } = ROUTE_MATRIX[route];
      const headers = { ...OURS, cookie: await world.cookieOf(who) };
      const domainName = world.domainNameOf("gus");
      for (const spoofed of [{}, { "x-forwarded-host": "backup.acme.example" }, { host: "backup.acme.example" }]) {
        const wish = { headers: { ...headers, ...spoofed }, domainName, path };
        const answer = await world.ask(route, body ? { ...wish, body: body(world, "x") } : wish);
        expect(meaningOf(answer)).toBe("unauthenticated");
      }
    },
  );

  it.each(cells.filter(([, , expected]) => !isRefusal(expected)))(
    "and all that goes with it is in cookies of this host alone: %s for %s",
    async (route, column) => {
      for (const cookie of (await come(route, column)).answer.cookies) {
        expect(cookie).toMatch(/^__Host-coffer[\w-]*=[\w-]*; /);
        for (const attribute of ["Path=/", "HttpOnly", "Secure", "SameSite=Strict"]) {
          expect(cookie.split("; ")).toContain(attribute);
        }
        expect(cookie).not.toMatch(/domain=/i);
      }
    },
  );
});
