import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { type Ask, apiKey } from "../../support/api-event.ts";
import { downloadWorld } from "../../support/download-world.ts";
import { historyWorld } from "../../support/history-world.ts";

const CONTENT = { resource: "/api/v3/backups/{backupId}/content", path: { backupId: "b1" } };
const ORIGIN = { address: "192.0.2.1", requestId: "r1" };

describe("a request that is refused", () => {
  it.each<[string, Ask, string, object]>([
    ["a wrong API key", { headers: apiKey("wrong") }, "unauthenticated", { kind: "anonymous" }],
    [
      "a session that is over",
      { headers: { cookie: `__Host-coffer=${"x".repeat(43)}` } },
      "unauthenticated",
      { kind: "anonymous" },
    ],
    [
      "an id of nobody's",
      { headers: apiKey("key-of-ada"), path: { backupId: "b0" } },
      "not-found",
      { login: "ada", apiKeyId: 9 },
    ],
    ["an id of another's", { headers: apiKey("key-of-ada") }, "not-found", { login: "ada", apiKeyId: 9 }],
  ])("for %s is in the audit log once, with who asked, from where and when", async (_, wanted, code, actor) => {
    const { ask, world } = downloadWorld();
    await ask({ ...CONTENT, ...wanted });
    expect(world.facts).toMatchObject([
      { actor, origin: ORIGIN, details: { code, backupId: wanted.path?.["backupId"] ?? "b1" } },
    ]);
  });

  it.each([
    [
      "a change that another site could have sent",
      "PATCH",
      { "x-requested-with": "" },
      { label: "x" },
      "forbidden-origin",
    ],
    ["a member that is unknown", "PATCH", {}, { colour: "red" }, "constraint-violation"],
    ["what has ended", "POST", {}, undefined, "backup-ended"],
  ])("for %s is in the audit log", async (_, method, headers, body, code) => {
    const { as, put, facts } = historyWorld();
    put({ state: "ready" });
    const resource = `/api/v3/backups/{backupId}${method === "POST" ? "/cancel" : ""}`;
    await (await as("ada"))(method, resource, { headers, ...(body ? { body } : {}) });
    const kept = facts("request.refused");
    expect(kept).toMatchObject([{ origin: ORIGIN, details: { code, method, route: resource, backupId: "b1" } }]);
  });

  it("by a switched-off installation is in the audit log", async () => {
    const { as, deps, facts } = historyWorld();
    const ada = await as("ada");
    deps.world.tenants.set("acme", aTenant({ settings: { ...DEFAULT_SETTINGS, backupEnabled: false } }));
    await ada("GET", "/api/v3/backups");
    expect(facts("request.refused")).toMatchObject([
      { actor: { login: "ada" }, details: { code: "backups-disabled" } },
    ]);
  });

  it("and told more about by what refused it is there by that name, and once", async () => {
    const { as, put, deps } = historyWorld();
    put({ state: "ready" });
    await (await as("ada"))("DELETE", "/api/v3/backups/{backupId}", { body: { password: "wrong" } });
    const refusals = deps.world.facts.filter(({ what }) => what.endsWith("refused"));
    expect(refusals).toMatchObject([{ what: "backup.delete-refused", details: { code: "confirmation-refused" } }]);
  });

  it("for want of any credentials is of nobody, and not there", async () => {
    const { ask, world } = downloadWorld();
    expect((await ask(CONTENT)).status).toBe(401);
    expect(world.facts).toEqual([]);
  });

  it("keeps nothing of what was sent", async () => {
    const { ask, world } = downloadWorld();
    await ask({ ...CONTENT, path: { backupId: "../opbk_SECRET" }, headers: apiKey("key-SECRET") });
    await ask({ ...CONTENT, headers: { cookie: "__Host-coffer=SECRET" } });
    expect(JSON.stringify(world.facts)).not.toContain("SECRET");
  });

  it("by a fault of ours is no refusal", async () => {
    const { as, deps, facts } = historyWorld();
    const ada = await as("ada");
    deps.backups.find = async () => {
      throw new TypeError("a bug");
    };
    expect((await ada("GET", "/api/v3/backups/{backupId}")).status).toBe(500);
    expect(facts("request.refused")).toEqual([]);
  });
});

describe("a sign-in that is refused", () => {
  it("is in the audit log with whose name it was, if anybody's, and never with what was typed", async () => {
    const { ask, world } = downloadWorld();
    const tries = ["ada", "p4ssw0rd-in-the-wrong-field"];
    for (const login of tries) {
      const body = { login, password: "wr0ng-one" };
      await ask({ method: "POST", resource: "/api/v3/sessions", headers: { "x-requested-with": "Coffer" }, body });
    }
    expect(world.facts).toMatchObject([
      { what: "session.refused", actor: { kind: "anonymous" }, origin: ORIGIN, details: { login: "ada" } },
      { what: "session.refused", details: { code: "sign-in-refused" } },
    ]);
    expect(JSON.stringify(world.facts)).not.toMatch(/wr0ng|p4ss/);
  });

  it("for too many tries is there, too", async () => {
    const { ask, world } = downloadWorld();
    const body = { login: "ada", password: "wrong" };
    const wish = { method: "POST", resource: "/api/v3/sessions", headers: { "x-requested-with": "Coffer" }, body };
    for (let tried = 0; tried < 21; tried += 1) await ask(wish);
    expect(world.facts.at(-1)).toMatchObject({ details: { code: "too-many-attempts", login: "ada" } });
  });
});
