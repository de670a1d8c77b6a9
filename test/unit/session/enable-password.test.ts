import { describe, expect, it } from "vitest";
import { FAILURES_IN_A_ROW_MAX } from "../../../functions/domain/session/failure-streaks.ts";
import { historyWorld } from "../../support/history-world.ts";

const LIST = "/api/v3/disabled_passwords";
const ONE = `${LIST}/{userId}`;
const CYD = { userId: 3, login: "cyd" };

/** Cyd's password is disabled, and so is Ada's where one steps up. */
async function disabledWorld() {
  const world = historyWorld();
  const { streaks } = world.deps;
  const count = (user: typeof CYD, way: "sign-in" | "step-up") =>
    streaks.count({ tenantId: "acme", user, way }, FAILURES_IN_A_ROW_MAX);
  for (let each = 0; each < FAILURES_IN_A_ROW_MAX; each += 1) {
    await count(CYD, "sign-in");
    await count({ userId: 1, login: "ada" }, "step-up");
  }
  const enable = async (login: string, userId: number | string, password = "right") =>
    (await world.as(login))("DELETE", ONE, { path: { userId: String(userId) }, body: { password } });
  return { ...world, enable };
}

describe("a disabled password", () => {
  it("is shown to administrators, with who can enable it", async () => {
    const { as } = await disabledWorld();
    const { body } = await (await as("ada"))("GET", LIST);
    expect(body).toMatchObject({
      total: 2,
      _embedded: {
        elements: [{ user: { id: 1, login: "ada" }, _links: {} }, { _links: { enable: { href: `${LIST}/3` } } }],
      },
    });
    expect((await (await as("dan"))("GET", LIST)).status).toBe(403);
    expect((await (await as("ada", "backup.globex.example"))("GET", LIST)).body).toMatchObject({ total: 0 });
  });

  it("is enabled again by another administrator who proves who they are; all are told, and the session is renewed", async () => {
    const { enable, as, facts, notices } = await disabledWorld();

    const answer = await enable("bea", 3);

    expect(answer).toMatchObject({ status: 204, cookies: [expect.stringMatching(/^__Host-coffer=/)] });
    expect(facts("password.enabled")).toMatchObject([{ actor: { login: "bea" }, details: { login: "cyd" } }]);
    expect(notices("password-enabled")).toMatchObject([{ about: { name: "Cyd" }, by: { login: "bea" } }]);
    expect((await (await as("cyd"))("GET", "/api/v3/backup_settings")).status).toBe(200);
    expect(await (await as("bea"))("GET", LIST)).toMatchObject({ body: { total: 1 } });
  });

  it.each([
    ["its owner, administrator or not", "ada", 1, "right", 404],
    ["somebody who is no administrator", "dan", 3, "right", 403],
    ["a wrong password", "bea", 3, "wrong", 403],
    ["an administrator of another installation", "gus", 3, "right", 404],
    ["anybody where nothing is disabled", "bea", 4, "right", 404],
    ["anybody for what is no user", "bea", "x", "right", 404],
  ])("is not enabled by %s", async (_, login, userId, password, status) => {
    const { as, deps, notices } = await disabledWorld();
    const abroad = login === "gus" ? "backup.globex.example" : undefined;
    const who = await as(login === "gus" ? "ada" : login, abroad);
    const answer = await who("DELETE", ONE, { path: { userId: String(userId) }, body: { password } });

    expect(answer.status).toBe(status);
    expect(await deps.streaks.disabled("acme")).toHaveLength(2);
    expect(notices("password-enabled")).toEqual([]);
  });

  it("proves nothing where somebody is signed in, and says so", async () => {
    const { enable, deps } = await disabledWorld();
    const computed = deps.passwords.computed();
    expect(await enable("ada", 3)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("Too many wrong passwords") },
    });
    // The sign-in's own.
    expect(deps.passwords.computed()).toBe(computed + 1);
  });
});
