import { describe, expect, it } from "vitest";
import { historyWorld } from "../../support/history-world.ts";

const SETTINGS = "/api/v3/backup_settings";
const OFF = { backup_api_pull: false, password: "right" };

describe("settings", () => {
  it("are shown with whose each one is", async () => {
    const { as } = historyWorld();
    const { body } = await (await as("cyd"))("GET", SETTINGS);
    expect(body).toMatchObject({
      operator: { backup_daily_limit: 3, backup_initial_waiting_period: 86_400, support_mail: null },
      administrator: {
        backup_api_pull: true,
        backup_retention: { daily: 7, weekly: 4, monthly: 12, pending: null },
        backup_schedule: null,
      },
    });
    expect(Object.keys(body?.["_links"] ?? {})).toEqual(["self"]);
    const shown = (await (await as("ada"))("GET", SETTINGS)).body;
    expect(shown).toMatchObject({ _links: { update: { href: SETTINGS, method: "patch" } } });
  });

  it("of the administrators are changed after a proof, and all are told", async () => {
    const { as, deps, facts, notices } = historyWorld();
    expect(await (await as("ada"))("PATCH", SETTINGS, { body: OFF })).toMatchObject({
      status: 200,
      body: { administrator: { backup_api_pull: false } },
    });
    expect(deps.world.tenants.get("acme")?.settings).toMatchObject({ backupApiPull: false, backupDailyLimit: 3 });
    expect(deps.world.tenants.get("globex")?.settings.backupApiPull).toBe(true);
    expect(facts("settings.changed")).toMatchObject([{ details: { setting: "backup_api_pull", value: "off" } }]);
    expect(notices("settings-changed")).toMatchObject([{ about: { login: "ada" }, value: "off" }]);
  });

  it.each([
    [403, "ada", { ...OFF, password: "wrong" }],
    [403, "cyd", OFF],
    [403, "ada", { ...OFF, backup_daily_limit: 100 }],
    [403, "ada", { ...OFF, support_mail: "evil@evil.example" }],
    [422, "ada", { ...OFF, backup_api_pull: "off" }],
    [422, "ada", { password: "right" }],
    [422, "ada", { ...OFF, backup_retention: { daily: 7, weekly: 4, monthly: 12 } }],
    [422, "ada", { password: "right", backup_retention: { daily: 0, weekly: 4, monthly: 12 } }],
    [422, "ada", { password: "right", backup_retention: { daily: 367, weekly: 4, monthly: 12 } }],
    [422, "ada", { password: "right", backup_retention: { daily: 7 } }],
    [422, "ada", { password: "right", backup_retention: null }],
    [403, "cyd", { password: "right", backup_retention: { daily: 1, weekly: 0, monthly: 0 } }],
    [403, "ada", { password: "wrong", backup_retention: { daily: 1, weekly: 0, monthly: 0 } }],
    [422, "ada", { ...OFF, colour: "red" }],
  ])("stay as they are: %i for %s with %o", async (status, login, body) => {
    const { as, deps, notices } = historyWorld();
    const before = deps.world.tenants.get("acme");
    expect((await (await as(login))("PATCH", SETTINGS, { body })).status).toBe(status);
    expect(deps.world.tenants.get("acme")).toEqual(before);
    expect(notices("settings-changed")).toEqual([]);
  });

  it("that are the operator's are refused by that name, and refusals are recorded", async () => {
    const { as, facts } = historyWorld();
    const { body } = await (await as("ada"))("PATCH", SETTINGS, { body: { ...OFF, backup_enabled: false } });
    expect(body).toMatchObject({ message: expect.stringContaining("operator") });
    await (await as("cyd"))("PATCH", SETTINGS, { body: OFF });
    expect(facts("settings.refused")).toMatchObject([{ details: { code: "not-an-administrator" } }]);
  });

  it("of a tenant that is gone meanwhile are not there", async () => {
    const { as, deps } = historyWorld();
    deps.settings.change = async () => {
      deps.world.tenants.delete("acme");
      return false;
    };
    expect((await (await as("ada"))("PATCH", SETTINGS, { body: OFF })).status).toBe(404);
  });
});
