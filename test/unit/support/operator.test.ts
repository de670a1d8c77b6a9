import { describe, expect, it } from "vitest";
import { aBackupToken } from "../../support/a-backup.ts";
import { staffWorld } from "../../support/staff-world.ts";

const TENANTS = "/support/v1/tenants";
const TENANT = `${TENANTS}/{tenantId}`;
const NEW = {
  id: "initech",
  title: "Initech",
  domainName: "backup.initech.example",
  attachments: { bucket: "initech-files" },
};

describe("registering a tenant", () => {
  it("gives it the defaults, and its own host name over TLS", async () => {
    const { olga, deps, facts } = staffWorld();
    const answer = await olga("POST", TENANTS, { body: { ...NEW, settings: { backup_daily_limit: 7 } } });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: "initech",
        origin: "https://backup.initech.example",
        attachments: { bucket: "initech-files", prefix: "" },
        settings: { backup_enabled: true, backup_daily_limit: 7, backup_initial_waiting_period: 86_400 },
      },
    });
    expect(deps.world.tenants.get("initech")?.registeredAt).toBe(deps.clock.now());
    expect(facts("tenant.registered")).toMatchObject([{ tenantId: "initech", actor: { name: "olga" } }]);
  });

  it.each([
    ["id", { id: "acme" }],
    ["host name", { domainName: "backup.acme.example" }],
  ])("does not take another's %s", async (_, taken) => {
    const { olga, deps } = staffWorld();
    const before = structuredClone(deps.world.tenants.get("acme"));
    expect((await olga("POST", TENANTS, { body: { ...NEW, ...taken } })).status).toBe(409);
    expect(deps.world.tenants.get("acme")).toEqual(before);
    expect(deps.world.tenants.size).toBe(2);
  });

  it.each([
    ["id", { id: "Bad_Id" }],
    ["id", { id: "-" }],
    ["id", { id: "a#b" }],
    ["title", { title: "Two\nlines" }],
    ["title", { title: " " }],
    ["domainName", { domainName: "Backup.Initech.example" }],
    ["domainName", { domainName: "initech" }],
    ["domainName", { domainName: "a.example:443" }],
    ["origin", { origin: "http://backup.initech.example" }],
    ["origin", { origin: "https://elsewhere.example" }],
    ["origin", { origin: "https://backup.initech.example/path" }],
    ["origin", { origin: "https://user:secret@backup.initech.example" }],
    ["attachments.bucket", { attachments: { bucket: "../x" } }],
    ["attachments.prefix", { attachments: { bucket: "initech-files", prefix: "no-slash" } }],
    ["settings.backup_daily_limit", { settings: { backup_daily_limit: -1 } }],
    ["settings.support_mail", { settings: { support_mail: "a@b.example\r\nBcc: c@d.example" } }],
    ["registeredAt", { registeredAt: 0 }],
  ])("names a wrong %s", async (attribute, wrong) => {
    const { olga, deps } = staffWorld();
    const answer = await olga("POST", TENANTS, { body: { ...NEW, ...wrong } });
    expect(answer).toMatchObject({ status: 422, body: { _embedded: { details: { attribute } } } });
    expect(deps.world.tenants.size).toBe(2);
  });
});

describe("setting a tenant", () => {
  it("changes what is named and nothing else, and keeps what it was", async () => {
    const { olga, deps, facts } = staffWorld();
    const { settings: before } = deps.world.tenants.get("acme") ?? {};
    const body = { backup_initial_waiting_period: 3600, support_mail: "help@hosting.example" };
    expect((await olga("PATCH", TENANT, { body })).status).toBe(200);
    expect(deps.world.tenants.get("acme")?.settings).toEqual({
      ...before,
      backupInitialWaitingPeriodMs: 3_600_000,
      supportMail: "help@hosting.example",
    });
    expect(facts("settings.changed")).toMatchObject([
      {
        tenantId: "acme",
        actor: { kind: "staff", staff: "operator", name: "olga" },
        details: {
          backupInitialWaitingPeriodMs: "86400000 → 3600000",
          supportMail: "null → help@hosting.example",
        },
      },
    ]);
    await olga("PATCH", TENANT, { body: { support_mail: null } });
    expect(deps.world.tenants.get("acme")?.settings).not.toHaveProperty("supportMail");
  });

  it.each([
    ["the administrators' own", { backup_api_pull: false }],
    ["who the tenant is", { id: "globex" }],
    ["the host name", { domainName: "backup.globex.example" }],
    ["the prototype", JSON.parse('{"__proto__":{"x":1}}')],
    ["nothing", {}],
    ["a text for a number", { backup_daily_limit: "5" }],
    ["half a request", { backup_daily_limit: 1.5 }],
  ])("cannot change %s", async (_, body) => {
    const { olga, deps } = staffWorld();
    const before = structuredClone(deps.world.tenants.get("acme"));
    expect((await olga("PATCH", TENANT, { body })).status).toBe(422);
    expect(deps.world.tenants.get("acme")).toEqual(before);
  });

  it("changes nothing when somebody else has changed the same meanwhile", async () => {
    const { olga, deps } = staffWorld();
    deps.tenants.change = async () => false;
    expect((await olga("PATCH", TENANT, { body: { backup_enabled: false } })).status).toBe(409);
  });
});

describe("a check", () => {
  it("says what is good and what is missing", async () => {
    const { olga, find, facts } = staffWorld();
    expect(await olga("POST", `${TENANT}/checks`)).toMatchObject({ status: 200, body: { good: true } });
    find([{ what: "identity-columns", isGood: false, missing: ["users.admin"] }]);
    expect(await olga("POST", `${TENANT}/checks`)).toMatchObject({
      body: {
        good: false,
        findings: [{ what: "identity-columns", good: false, missing: ["users.admin"], note: null }],
      },
    });
    expect(facts("tenant.checked")).toHaveLength(2);
  });
});

/** With a token of user 3 that waits. */
const waiting = () => {
  const world = staffWorld();
  const now = world.deps.clock.now();
  world.deps.world.tokens.set("acme/3", aBackupToken({ tenantId: "acme", userId: 3, validFrom: now + 1_000 }));
  return world;
};

describe("the end of a token's wait", () => {
  const WAIT = `${TENANT}/backup_tokens/{userId}/wait_end`;
  it("makes it usable now, and mails the reason with the ticket", async () => {
    const { olga, notices, facts, deps } = waiting();
    const query = { ticketNumber: "OP-9" };
    const answer = await olga("POST", WAIT, { query, body: { reason: "  Cyd called back  " } });
    expect(answer).toMatchObject({ status: 200, body: { ended: true } });
    expect(notices("token-wait-skipped")).toMatchObject([{ reason: "Cyd called back (ticket OP-9)" }]);
    expect(facts("token.wait-skipped")).toMatchObject([{ actor: { kind: "staff", staff: "operator", name: "olga" } }]);
    const list = await olga("GET", `${TENANT}/backup_tokens`);
    const usableFrom = new Date(deps.clock.now()).toISOString();
    expect(list.body).toMatchObject({ _embedded: { elements: [{ holder: { id: 3 }, usableFrom }] } });
    expect(JSON.stringify(list)).not.toMatch(/hash|keyId|opbk_/u);
    expect(await olga("POST", WAIT, { body: { reason: "again" } })).toMatchObject({ body: { ended: false } });
  });

  it.each([
    ["nothing", ""],
    ["too little", "ok"],
    ["two lines", "fine\r\nBcc: all@acme.example"],
    ["a hidden direction", "fine \u202e gnp.exe"],
    ["too much", "x".repeat(201)],
    ["half a character", "bad \ud800 text"],
  ])("needs a reason, not %s", async (_, reason) => {
    const { olga, notices, deps } = waiting();
    const answer = await olga("POST", WAIT, { body: { reason } });
    expect(answer).toMatchObject({ status: 422, body: { _embedded: { details: { attribute: "reason" } } } });
    expect(notices("token-wait-skipped")).toEqual([]);
    expect(deps.world.tokens.get("acme/3")).not.toHaveProperty("waitEndedAt");
  });

  it.each(["0", "-3", "3e0", "03", "x", "99999999999999999999"])("knows no user %s", async (userId) => {
    const { olga } = waiting();
    const wanted = { path: { tenantId: "acme", userId }, body: { reason: "A good reason" } };
    expect((await olga("POST", WAIT, wanted)).status).toBe(404);
  });

  it("is nobody's in another tenant", async () => {
    const { olga } = waiting();
    const wanted = { path: { tenantId: "globex", userId: "3" }, body: { reason: "A good reason" } };
    expect((await olga("POST", WAIT, wanted)).status).toBe(404);
  });
});

describe("a disabled password", () => {
  const PASSWORDS = `${TENANT}/disabled_passwords`;

  it("is listed, and taken again with a reason", async () => {
    const { olga, samir, deps, facts, notices } = staffWorld();
    const subject = { tenantId: "acme", way: "sign-in", user: { userId: 3, login: "cyd" } } as const;
    for (let count = 0; count < 100; count += 1) await deps.streaks.count(subject, 100);
    expect((await samir("GET", PASSWORDS)).body).toMatchObject({ _embedded: { elements: [{ user: { id: 3 } }] } });
    const enable = `${PASSWORDS}/{userId}/enablement`;
    expect((await olga("POST", enable, { body: { reason: "Called back" } })).status).toBe(204);
    expect(facts("password.enabled")).toMatchObject([{ actor: { name: "olga" }, details: { reason: "Called back" } }]);
    expect(notices("password-enabled")).toHaveLength(1);
    expect((await olga("GET", PASSWORDS)).body).toMatchObject({ count: 0 });
    expect((await olga("POST", enable, { body: { reason: "Called back" } })).status).toBe(404);
  });
});
