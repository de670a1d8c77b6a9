import { describe, expect, it } from "vitest";
import { encodeToken } from "../../../functions/domain/token/token-format.ts";
import { aBackupToken, aChange } from "../../support/a-backup.ts";
import { historyWorld } from "../../support/history-world.ts";

const SETTINGS = "/api/v3/backup_settings";
const NIGHTLY = { cron: "30 2 * * *", timeZone: "Europe/Berlin" };

/** Ada has a live backup token. */
async function scheduleWorld(login = "ada") {
  const world = historyWorld();
  const { deps } = world;
  const backupToken = encodeToken(deps.ids.secret(32));
  const user = world.people.find((person) => person.login === login);
  const userId = user?.userId ?? 0;
  const record = aBackupToken({ tenantId: "acme", userId, login, hash: `acme|${userId}|${backupToken}` });
  deps.world.tokens.set(`acme/${userId}`, record);
  const ask = await world.as(login);
  return {
    ...world,
    record,
    backupToken,
    ask,
    set: (schedule: unknown, more: object = {}) =>
      ask("PATCH", SETTINGS, { body: { backup_schedule: schedule, backupToken, password: "right", ...more } }),
    async shown() {
      const { body } = await (await world.as("cyd"))("GET", SETTINGS);
      return (body as { administrator: { backup_schedule: unknown } }).administrator.backup_schedule;
    },
    stored: () => deps.world.schedules.get("acme")?.schedule,
  };
}

describe("setting a schedule", () => {
  it("needs password and backup token, shows when it is due, and tells all administrators", async () => {
    const { set, shown, facts, notices, stored, deps } = await scheduleWorld();
    const { status, body } = await set(NIGHTLY);
    expect(status).toBe(200);
    const schedule = {
      ...NIGHTLY,
      attachments: true,
      holder: { id: 1, login: "ada", name: expect.any(String) },
      createdAt: new Date(deps.clock.now()).toISOString(),
      nextRunAt: "2026-02-01T01:30:00.000Z",
      paused: null,
      overdueSince: null,
      lastRun: null,
    };
    expect(body).toMatchObject({ administrator: { backup_schedule: schedule } });
    expect(await shown()).toEqual(schedule);
    expect(stored()).toMatchObject({ tokenId: "t1", holder: { userId: 1 } });
    const value = "30 2 * * * (Europe/Berlin), with attachments";
    expect(facts("settings.changed")).toMatchObject([{ details: { setting: "backup_schedule", value } }]);
    expect(notices("settings-changed")).toMatchObject([{ about: { login: "ada" }, setting: "backup_schedule", value }]);
    expect(JSON.stringify([...deps.world.schedules, ...deps.world.facts])).not.toContain("opbk_");
  });

  it("takes the place of the one before, and is over when it is removed", async () => {
    const { set, ask, shown, stored, facts } = await scheduleWorld();
    await set(NIGHTLY);
    const first = stored();
    expect((await set({ ...NIGHTLY, attachments: false })).status).toBe(200);
    expect(stored()).toMatchObject({ wantsAttachments: false, revision: 2 });
    expect(stored()?.scheduleId).not.toBe(first?.scheduleId);

    expect((await ask("PATCH", SETTINGS, { body: { backup_schedule: null, password: "right" } })).status).toBe(200);
    expect(await shown()).toBeNull();
    expect(facts("settings.changed").at(-1)).toMatchObject({ details: { value: "none" } });
    const again = await ask("PATCH", SETTINGS, { body: { backup_schedule: null, password: "right" } });
    expect(again.status).toBe(200);
    expect(facts("settings.changed")).toHaveLength(3);
  });

  it("once more as it is puts it right where a clock that was ahead has moved it on", async () => {
    const { set, shown, deps } = await scheduleWorld();
    await set(NIGHTLY);
    const ahead = Date.parse("2027-02-01T01:30:00.000Z");
    for (const held of deps.world.schedules.values()) {
      deps.world.schedules.set("acme", {
        ...held,
        schedule: { ...held.schedule, nextRunAt: ahead, promisedAt: ahead },
      });
    }
    expect((await set(NIGHTLY)).status).toBe(200);
    expect(await shown()).toMatchObject({ nextRunAt: "2026-02-01T01:30:00.000Z" });
  });

  it("once more as it is changes nothing and tells nobody, unless it is paused", async () => {
    const { set, stored, notices, deps } = await scheduleWorld();
    await set(NIGHTLY);
    const before = stored();
    expect((await set(NIGHTLY)).status).toBe(200);
    expect(stored()).toBe(before);
    expect(notices("settings-changed")).toHaveLength(1);

    if (before) {
      const { nextRunAt: _, ...paused } = { ...before, pause: { reason: "token-gone", at: 1 } as const };
      deps.world.schedules.set("acme", { schedule: paused, dueAt: paused.lookAt });
    }
    await set(NIGHTLY);
    expect(stored()).toMatchObject({ nextRunAt: expect.any(Number) });
    expect(stored()).not.toHaveProperty("pause");
    expect(notices("settings-changed")).toHaveLength(2);
  });

  it.each([
    [403, "wrong password", { password: "wrong" }],
    [400, "no backup token", { backupToken: undefined }],
    [400, "a token that is no text", { backupToken: 7 }],
    [403, "a token of another's making", { backupToken: encodeToken(new Uint8Array(32).fill(7)) }],
    [422, "another setting beside it", { backup_api_pull: false }],
    [422, "no time zone", { backup_schedule: { cron: "30 2 * * *" } }],
    [422, "another member", { backup_schedule: { ...NIGHTLY, userId: 2 } }],
    [422, "no such time zone", { backup_schedule: { ...NIGHTLY, timeZone: "Mars/Olympus" } }],
    [422, "no pattern", { backup_schedule: { ...NIGHTLY, cron: "soon" } }],
    [422, "every half an hour", { backup_schedule: { ...NIGHTLY, cron: "*/30 * * * *" } }],
    [422, "a token without a schedule", { backup_schedule: undefined, backup_api_pull: false }],
    [422, "a token to remove it", { backup_schedule: null }],
  ])("is refused (%i) with %s", async (status, _, more) => {
    const { set, stored, notices, facts } = await scheduleWorld();
    expect((await set(NIGHTLY, more)).status).toBe(status);
    expect(stored()).toBeUndefined();
    expect(notices("settings-changed")).toEqual([]);
    expect(facts("settings.changed")).toEqual([]);
  });

  it("is not for those who are no administrators, by their own token neither; the refusal is kept", async () => {
    const { set, stored, facts } = await scheduleWorld("cyd");
    expect((await set(NIGHTLY)).status).toBe(403);
    expect(stored()).toBeUndefined();
    expect(facts("settings.refused")).toMatchObject([{ details: { code: "not-an-administrator" } }]);
  });

  it("counts wrong tokens as requests do: ten an hour, then none is looked at", async () => {
    const { set, facts, notices } = await scheduleWorld();
    const wrong = { backupToken: encodeToken(new Uint8Array(32).fill(7)) };
    const statuses: number[] = [];
    for (let n = 0; n < 11; n += 1) statuses.push((await set(NIGHTLY, wrong)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 403), 429]);
    expect((await set(NIGHTLY)).status).toBe(429);
    expect(notices("wrong-backup-tokens")).toHaveLength(1);
    expect(facts("settings.refused")[0]).toMatchObject({ details: { code: "backup-token-refused" } });
  });

  it("leaves the session as it was where the token was wrong", async () => {
    const { set } = await scheduleWorld();
    await set(NIGHTLY, { backupToken: encodeToken(new Uint8Array(32).fill(7)) });
    expect((await set(NIGHTLY)).status).toBe(200);
  });

  it("is refused where the token still waits, and where it goes in that moment", async () => {
    const waiting = await scheduleWorld();
    waiting.deps.world.tokens.set("acme/1", { ...waiting.record, validFrom: 9e12 });
    expect((await waiting.set(NIGHTLY)).body).toMatchObject({ message: expect.stringContaining("not usable yet") });

    const going = await scheduleWorld();
    const { set } = going.deps.schedules;
    going.deps.schedules.set = async (...schedule) => {
      await going.deps.tokens.revoke(going.record, aChange("acme", 1));
      return set(...schedule);
    };
    expect((await going.set(NIGHTLY)).status).toBe(403);
    expect(going.stored()).toBeUndefined();
  });

  it("gets through while the keeper moves the schedule on, unless that goes on and on", async () => {
    const { set, ask, deps } = await scheduleWorld();
    await set(NIGHTLY);
    const { save, set: store, remove } = deps.schedules;
    let moves = 0;
    const meanwhile = async () => {
      const seen = await deps.schedules.find("acme");
      if (seen && (moves -= 1) >= 0) await save(seen, { ...seen, revision: seen.revision + 1 });
    };
    deps.schedules.set = async (...schedule) => {
      await meanwhile();
      return store(...schedule);
    };
    deps.schedules.remove = async (...schedule) => {
      await meanwhile();
      return remove(...schedule);
    };
    moves = 2;
    expect((await set({ ...NIGHTLY, attachments: false })).status).toBe(200);
    moves = 2;
    expect((await ask("PATCH", SETTINGS, { body: { backup_schedule: null, password: "right" } })).status).toBe(200);
    await set(NIGHTLY);
    moves = 99;
    expect((await set({ ...NIGHTLY, attachments: false })).status).toBe(409);
  });
});

describe("a backup made by a schedule", () => {
  it("says so, and is its holder's", async () => {
    const { put, as } = await scheduleWorld();
    put({ requestedBy: { userId: 3, login: "cyd", name: "Cyd", scheduleId: "s1" } });
    const { body } = await (await as("cyd"))("GET", "/api/v3/backups/{backupId}");
    expect(body).toMatchObject({ scheduled: true, requester: { login: "cyd" } });
    put({ requestedBy: { userId: 3, login: "cyd", name: "Cyd" } });
    expect((await (await as("cyd"))("GET", "/api/v3/backups/{backupId}")).body).toMatchObject({ scheduled: false });
  });
});
