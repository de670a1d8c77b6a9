import { describe, expect, it } from "vitest";
import { historyWorld } from "../../support/history-world.ts";

const SETTINGS = "/api/v3/backup_settings";
const DAY_MS = 24 * 3_600_000;

async function retentionWorld() {
  const world = historyWorld();
  const ask = await world.as("ada");
  return {
    ...world,
    set: (daily: number, weekly: number, monthly: number) =>
      ask("PATCH", SETTINGS, { body: { password: "right", backup_retention: { daily, weekly, monthly } } }),
    async shown() {
      const { body } = await (await world.as("cyd"))("GET", SETTINGS);
      return (body as { administrator: { backup_retention: unknown } }).administrator.backup_retention;
    },
    in: (days: number) => new Date(world.deps.clock.now() + days * DAY_MS).toISOString(),
  };
}

describe("a retention", () => {
  it("that is longer is in force at once, and everybody is told", async () => {
    const { set, shown, facts, notices } = await retentionWorld();
    expect((await set(14, 4, 24)).status).toBe(200);
    expect(await shown()).toEqual({ daily: 14, weekly: 4, monthly: 24, pending: null });
    const value = "14 daily, 4 weekly, 24 monthly";
    expect(facts("settings.changed")).toMatchObject([{ details: { setting: "backup_retention", value } }]);
    expect(notices("settings-changed")).toEqual([expect.objectContaining({ about: expect.anything(), value })]);
    expect(notices("settings-changed")[0]).not.toHaveProperty("actsAt");
  });

  it("that is shorter waits for seven days, and the mail names the date", async () => {
    const { set, shown, facts, notices, deps, in: within } = await retentionWorld();
    const actsAt = within(7);
    await set(3, 4, 12);
    const pending = { daily: 3, weekly: 4, monthly: 12, actsAt };
    expect(await shown()).toEqual({ daily: 7, weekly: 4, monthly: 12, pending });
    expect(facts("settings.changed")).toMatchObject([{ details: { value: "3 daily, 4 weekly, 12 monthly", actsAt } }]);
    expect(notices("settings-changed")).toMatchObject([{ actsAt: Date.parse(actsAt) }]);

    deps.clock.advance(7 * DAY_MS - 1);
    expect(await shown()).toMatchObject({ daily: 7 });
    deps.clock.advance(1);
    expect(await shown()).toEqual({ daily: 3, weekly: 4, monthly: 12, pending: null });
  });

  it("that was set back within the seven days never comes into force", async () => {
    const { set, shown, deps, notices } = await retentionWorld();
    await set(1, 0, 0);
    deps.clock.advance(60_000);
    await set(7, 4, 12);
    deps.clock.advance(30 * DAY_MS);
    expect(await shown()).toEqual({ daily: 7, weekly: 4, monthly: 12, pending: null });
    expect(notices("settings-changed")).toHaveLength(2);
  });

  it("that keeps more of one and less of another keeps more at once, and less in seven days", async () => {
    const { set, shown, in: within } = await retentionWorld();
    await set(30, 4, 1);
    const pending = { daily: 30, weekly: 4, monthly: 1, actsAt: within(7) };
    expect(await shown()).toEqual({ daily: 30, weekly: 4, monthly: 12, pending });
  });

  it("that waits starts to wait anew when it is made shorter still, and not when it is made longer", async () => {
    const { set, shown, deps, in: within } = await retentionWorld();
    await set(3, 4, 12);
    const first = within(7);
    deps.clock.advance(60_000);
    await set(5, 4, 12);
    expect(await shown()).toMatchObject({ pending: { daily: 5, actsAt: first } });
    await set(2, 4, 12);
    expect(await shown()).toMatchObject({ pending: { daily: 2, actsAt: within(7) } });
  });

  it("that is set once more as it is tells nobody, but for the proof", async () => {
    const { set, facts, notices, deps } = await retentionWorld();
    expect((await set(7, 4, 12)).status).toBe(200);
    await set(3, 4, 12);
    deps.clock.advance(60_000);
    expect((await set(3, 4, 12)).body).toMatchObject({
      administrator: { backup_retention: { pending: { daily: 3 } } },
    });
    expect(notices("settings-changed")).toHaveLength(1);
    expect(facts("settings.changed")).toHaveLength(1);
    expect(facts("session.stepped-up")).toHaveLength(3);
  });

  it("that two administrators change at once is held against what the other one has set", async () => {
    const { set, shown, deps, in: within } = await retentionWorld();
    const { change } = deps.settings;
    let others = 1;
    deps.settings.change = async (seen, settings, with_) => {
      others -= 1;
      const other = { ...seen.settings, backupRetention: { daily: 20 + others, weekly: 4, monthly: 12 } };
      if (others >= 0) deps.world.tenants.set("acme", { ...seen, settings: other });
      return change(seen, settings, with_);
    };
    expect((await set(14, 4, 12)).status).toBe(200);
    const pending = { daily: 14, weekly: 4, monthly: 12, actsAt: within(7) };
    expect(await shown()).toEqual({ daily: 20, weekly: 4, monthly: 12, pending });

    others = 99;
    expect(await set(3, 4, 12)).toMatchObject({ status: 409, body: { message: expect.stringContaining("meanwhile") } });
  });
});
