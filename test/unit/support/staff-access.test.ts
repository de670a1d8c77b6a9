import { describe, expect, it } from "vitest";
import { ROUTES, type Route } from "../../../functions/routes.ts";
import { staffWorld } from "../../support/staff-world.ts";

const TENANTS = "/support/v1/tenants";
const routes: readonly Route[] = ROUTES;
const staffRoutes = routes.filter(({ signIn }) => signIn === "iam");

describe("the staff's API", () => {
  it("has routes for the staff alone, and says of each whose it is", () => {
    expect(staffRoutes.length).toBeGreaterThan(10);
    for (const { path, staff = [] } of staffRoutes) expect([path, staff.length > 0]).toEqual([path, true]);
    expect(routes.filter(({ signIn, staff }) => signIn !== "iam" && staff !== undefined)).toEqual([]);
  });

  it.each(staffRoutes.filter(({ staff }) => !staff?.includes("support")))(
    "refuses support what is the operator's: $method $path",
    async ({ method, path }) => {
      const { samir, facts, deps } = staffWorld();
      const before = structuredClone([...deps.world.tenants.values()]);
      const answer = await samir(method, path, { body: {} });
      expect(answer).toMatchObject({ status: 403, body: { errorIdentifier: expect.stringContaining("MissingPerm") } });
      expect(facts("staff.refused")).toMatchObject([
        { actor: { kind: "staff", staff: "support", name: "samir" }, details: { code: "staff-refused" } },
      ]);
      expect([...deps.world.tenants.values()]).toEqual(before);
    },
  );

  it.each(staffRoutes.filter(({ staff }) => !staff?.includes("operator")))(
    "refuses the operator what is support's: $method $path",
    async ({ method, path }) => {
      const { olga, deps } = staffWorld();
      expect((await olga(method, path, { body: {}, query: { ticketNumber: "OP-1" } })).status).toBe(403);
      expect(deps.world.backups.size).toBe(0);
    },
  );

  it.each([
    ["nobody", null],
    ["a user without a role", "arn:aws:iam::111122223333:user/olga"],
    ["the account itself", "arn:aws:iam::111122223333:root"],
    ["another role", "arn:aws:sts::111122223333:assumed-role/Administrator/olga"],
    ["a role of that name in another account", "arn:aws:sts::999999999999:assumed-role/Operator/olga"],
    ["a role of that name in another partition", "arn:aws-cn:sts::111122223333:assumed-role/Operator/olga"],
    ["a role whose name begins alike", "arn:aws:sts::111122223333:assumed-role/Operator2/olga"],
    ["a longer path", "arn:aws:sts::111122223333:assumed-role/Operator/olga/more"],
    ["a name with a line break", "arn:aws:sts::111122223333:assumed-role/Operator/olga\nx"],
  ])("refuses %s", async (_, userArn) => {
    const { askAs, deps } = staffWorld();
    expect((await askAs(userArn, "GET", TENANTS)).status).toBe(403);
    expect(deps.world.facts).toEqual([]);
  });

  it("keeps every look, and the refused ones, with name, address, request and ticket", async () => {
    const { samir, olga, facts, put } = staffWorld();
    put();
    await samir("GET", TENANTS);
    await olga("GET", `${TENANTS}/{tenantId}`);
    await samir("GET", `${TENANTS}/{tenantId}/backups`);
    await samir("GET", `${TENANTS}/{tenantId}/backups/{backupId}`);
    await samir("GET", `${TENANTS}/{tenantId}`, { path: { tenantId: "nope" } });
    const origin = { address: "192.0.2.1", requestId: "r1" };
    const samirs = { actor: { kind: "staff", staff: "support", name: "samir" }, origin };
    const details = { ticketNumber: "SUP-1" };
    expect(facts("tenants.listed")).toMatchObject([{ ...samirs, tenantId: "-", details }]);
    expect(facts("tenant.looked-at")).toMatchObject([{ actor: { name: "olga", staff: "operator" }, origin }]);
    expect(facts("backups.listed")).toMatchObject([{ ...samirs, tenantId: "acme", details }]);
    expect(facts("backup.looked-at")).toMatchObject([{ ...samirs, details: { ...details, backupId: "b1" } }]);
    expect(facts("staff.refused")).toMatchObject([
      { ...samirs, tenantId: "-", details: { ...details, code: "not-found", tenantId: "nope" } },
    ]);
  });

  it("shows nothing that could not be kept in the audit log", async () => {
    const { samir, deps } = staffWorld();
    deps.audit.record = async () => {
      throw new Error("no table");
    };
    expect(await samir("GET", TENANTS)).toMatchObject({ status: 500, body: { _type: "Error" } });
  });

  it.each([
    ["unknown", "nope"],
    ["in capitals", "ACME"],
    ["of the operator's own log", "-"],
    ["a path", "..%2Facme"],
    ["very long", "a".repeat(5_000)],
    ["two lines", "acme\r\nX-Evil: 1"],
    ["of nothing", ""],
  ])("answers a tenant's id that is %s like any other that is not there", async (_, tenantId) => {
    const { olga, samir } = staffWorld();
    const notFound = { status: 404, body: { message: "There is nothing here, or it is not yours." } };
    const ofTenants = staffRoutes.filter(({ path }) => path.includes("{tenantId}"));
    // The staff's own log can be looked at like a tenant's, and nothing else of it.
    const isOwnLog = (path: string) => tenantId === "-" && /\/audit(_checks)?$/u.test(path);
    for (const { method, path, staff } of ofTenants.filter((route) => !isOwnLog(route.path))) {
      const ask = staff?.includes("operator") ? olga : samir;
      const body = bodyOf(method, path);
      const wanted = { path: { tenantId, backupId: "b1", userId: "3" }, ...(body ? { body } : {}), ...queryOf(method) };
      expect([method, path, await ask(method, path, wanted)]).toMatchObject([method, path, notFound]);
    }
  });

  it("does not let a backup of one tenant be reached under another's id", async () => {
    const { samir, put, deps } = staffWorld();
    put({ tenantId: "globex", state: "ready" });
    const BACKUP = `${TENANTS}/{tenantId}/backups/{backupId}`;
    expect((await samir("GET", BACKUP)).status).toBe(404);
    expect((await samir("POST", `${BACKUP}/hand_outs`)).status).toBe(404);
    expect(deps.world.handOuts.size).toBe(0);
  });
});

describe("a ticket number", () => {
  it.each(["SUP-2107", "12345", "INC/2026/1", "a.b_c#d-e"])("may be %s", async (ticketNumber) => {
    const { samir } = staffWorld();
    expect((await samir("GET", TENANTS, { query: { ticketNumber } })).status).toBe(200);
  });

  it.each([
    ["missing", {}],
    ["empty", { ticketNumber: "" }],
    ["with a line break", { ticketNumber: "SUP-1\r\nBcc: all@acme.example" }],
    ["with a newline at its end", { ticketNumber: "SUP-1\n" }],
    ["with a tag", { ticketNumber: "<b>1</b>" }],
    ["with a space", { ticketNumber: "SUP 1" }],
    ["with a direction mark", { ticketNumber: "SUP-1\u202e" }],
    ["too long", { ticketNumber: "1".repeat(65) }],
    ["there twice", { ticketNumber: ["SUP-1", "SUP-2"] }],
  ])("of support that is %s is refused by name", async (_, query) => {
    const { samir, deps } = staffWorld();
    const details = { attribute: "ticketNumber" };
    expect(await samir("GET", TENANTS, { query })).toMatchObject({ status: 422, body: { _embedded: { details } } });
    expect(JSON.stringify(deps.world.facts)).not.toMatch(/Bcc|<b>|202e/u);
  });

  it("is no need of the operator's, but is checked if it is there", async () => {
    const { olga } = staffWorld();
    expect((await olga("GET", TENANTS)).status).toBe(200);
    expect((await olga("GET", TENANTS, { query: { ticketNumber: "a b" } })).status).toBe(422);
  });
});

/** Support always names a ticket, and what goes is named with its last backup. */
const queryOf = (method: string) => (method === "DELETE" ? { query: { ticketNumber: "SUP-1", backupId: "b1" } } : {});

/** What makes a request good enough to get to its tenant. */
function bodyOf(method: string, path: string): object | undefined {
  if (method === "PATCH") return { backup_daily_limit: 5 };
  if (method !== "POST") return undefined;
  if (path.endsWith("/backups")) return { attachments: true };
  if (path.endsWith("/single_sign_on")) {
    return { name: "login", issuer: "https://login.example", client_id: "coffer", can_step_up: true };
  }
  if (path.endsWith("/removals")) return { backupId: "b1", reason: "A good reason" };
  return /wait_end|enablement/u.test(path) ? { reason: "A good reason" } : undefined;
}
