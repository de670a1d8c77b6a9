import { describe, expect, it } from "vitest";
import { tenantText } from "../../../cli/tenants/tenant-text.ts";
import { shownTenantShape } from "../../../functions/http/representations/support-tenant.ts";
import { aSchedule } from "../../support/schedule-world.ts";
import { staffWorld } from "../../support/staff-world.ts";

const TENANT = "/support/v1/tenants/{tenantId}";

/** What support sees of Acme, as the command line reads and prints it. */
async function shown({ samir }: ReturnType<typeof staffWorld>): Promise<string> {
  const { body } = await samir("GET", TENANT);
  return tenantText(shownTenantShape.parse(body)).replaceAll(/ {2,}/gu, " ");
}

describe("a tenant as support sees it", () => {
  it("has what its administrators set themselves, or left as it is", async () => {
    const world = staffWorld();
    const text = await shown(world);
    expect(text).toContain("backup_retention 7 daily, 4 weekly, 12 monthly\n");
    expect(text).toContain("backup_schedule –");
  });

  it("has the retention that waits, and when the next backup is due", async () => {
    const world = staffWorld();
    const { tenants, schedules } = world.deps.world;
    const acme = tenants.get("acme");
    const pending = { daily: 1, weekly: 0, monthly: 0, actsAt: Date.UTC(2026, 1, 7) };
    const backupRetention = { daily: 7, weekly: 4, monthly: 12, pending };
    if (acme) tenants.set("acme", { ...acme, settings: { ...acme.settings, backupRetention } });
    const schedule = aSchedule(world.deps.clock.now(), { tenantId: "acme" });
    schedules.set("acme", { schedule, dueAt: 0 });
    const text = await shown(world);
    expect(text).toContain("12 monthly; 1 daily, 0 weekly, 0 monthly from 2026-02-07T00:00:00.000Z");
    expect(text).toContain("30 2 * * * (Europe/Berlin) of ada, next 2026-02-01T01:30:00.000Z");
  });

  it("has why its schedule is paused, and since when a backup is missing", async () => {
    const world = staffWorld();
    const { nextRunAt: _, ...schedule } = aSchedule(world.deps.clock.now(), { tenantId: "acme" });
    const paused = { ...schedule, pause: { reason: "token-gone", at: 0 }, overdueSince: 1_000 } as const;
    world.deps.world.schedules.set("acme", { schedule: paused, dueAt: 0 });
    expect(await shown(world)).toContain(
      "paused 1970-01-01T00:00:00.000Z: token-gone, overdue since 1970-01-01T00:00:01.000Z",
    );
  });
});
