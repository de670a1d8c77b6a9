import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import type { Retention } from "../../../functions/domain/retention/retention-policy.ts";
import { reviewRetention } from "../../../functions/domain/retention/review-retention.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aBackup, aChange, aDump, anArchive } from "../../support/a-backup.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { domainDeps } from "../../support/domain-deps.ts";

const DAY_MS = 24 * 3_600_000;
const ONE: Retention = { daily: 1, weekly: 0, monthly: 0 };

/** Acme with a backup on each of so many nights, the oldest of which is `b0`; all older than their locks. */
function nightsWorld(nights: number, backupRetention: Retention = ONE) {
  const deps = domainDeps({});
  const { world, clock } = deps;
  const from = clock.now() - (nights + 10) * DAY_MS;
  world.tenants.set("acme", aTenant({ settings: { ...DEFAULT_SETTINGS, backupRetention } }));
  world.retentionReviews.set("acme", { tenantId: "acme", dueAt: from });
  const put = (backup: Partial<Backup>) => {
    const whole = aBackup({ tenantId: "acme", state: "ready", dump: aDump(), ...backup });
    world.backups.set(`${whole.tenantId}/${whole.backupId}`, whole);
  };
  for (let n = 0; n < nights; n += 1) {
    const requestedAt = from + n * DAY_MS;
    put({ backupId: `b${n}`, requestedAt, archive: anArchive({ keptUntil: requestedAt + 7 * DAY_MS }) });
  }
  return {
    ...deps,
    put,
    async review() {
      for (const review of await deps.reviews.due(clock.now(), 10)) await reviewRetention(deps, review);
    },
    states: () => Object.fromEntries([...world.backups.values()].map(({ backupId, state }) => [backupId, state])),
    change: (backup: string, change: Partial<Backup>) => {
      const before = world.backups.get(`acme/${backup}`);
      if (before) world.backups.set(`acme/${backup}`, { ...before, ...change });
    },
  };
}

describe("a review of a tenant's backups", () => {
  it("deletes what is not kept, each with its fact and without a mail, and leaves the bytes for a day", async () => {
    const { review, states, world, clock } = nightsWorld(3);
    await review();
    expect(states()).toEqual({ b0: "deleted", b1: "deleted", b2: "ready" });
    expect(world.facts).toMatchObject([
      { what: "backup.deleted", actor: { kind: "system" }, details: { backupId: "b0", by: "retention" } },
      { details: { backupId: "b1", retention: "1 daily, 0 weekly, 0 monthly" } },
    ]);
    expect(world.outbox.size).toBe(0);
    expect(world.removals.get("acme/b0")).toMatchObject({ dueAt: clock.now() + DAY_MS });
  });

  it("comes again in a day, and changes nothing if nothing has changed", async () => {
    const { review, world, clock } = nightsWorld(3);
    await review();
    expect(world.retentionReviews.get("acme")?.dueAt).toBe(clock.now() + DAY_MS);
    clock.advance(DAY_MS + 1);
    await review();
    expect(world.facts).toHaveLength(2);
  });

  it("leaves alone what is pinned, handed out, about to be downloaded, copied out of, or ended otherwise", async () => {
    const { review, states, put, change, world, clock } = nightsWorld(6);
    const now = clock.now();
    change("b0", { isPinned: true });
    const handOut = { by: "olga", ticketNumber: "1", openedAt: now, endsAt: now + 1 };
    world.handOuts.set("acme/b1", { tenantId: "acme", backupId: "b1", ...handOut });
    const opening = { userId: 3, login: "cyd", versionId: "v1", askedAt: now, opensAt: now, endsAt: now + 1 };
    world.openings.set("acme/b2/3", { tenantId: "acme", backupId: "b2", ...opening });
    const previous = { backupId: "b3", archiveKey: "a", versionId: "v" };
    put({ backupId: "live", state: "packing", requestedAt: now, dump: aDump({ previous }) });
    change("b4", { state: "failed" });
    await review();
    expect(states()).toMatchObject({ b0: "ready", b1: "ready", b2: "ready", b3: "ready", b4: "failed", b5: "ready" });

    clock.advance(DAY_MS + 1);
    change("live", { state: "failed" });
    await review();
    expect(states()).toMatchObject({ b0: "ready", b1: "deleted", b2: "deleted", b3: "deleted", b5: "ready" });
  });

  it("keeps to the longer retention as long as a shorter one waits", async () => {
    const waits = { ...ONE, actsAt: Date.UTC(2026, 1, 7) };
    const { review, states, clock } = nightsWorld(3, { daily: 7, weekly: 4, monthly: 12, pending: waits });
    await review();
    expect(Object.values(states())).toEqual(["ready", "ready", "ready"]);
    clock.advance(7 * DAY_MS);
    await review();
    expect(Object.values(states())).toEqual(["deleted", "deleted", "ready"]);
  });

  it("goes on at once where there is much to remove, the oldest first", async () => {
    const { review, states, clock } = nightsWorld(50);
    await review();
    expect(Object.values(states()).filter((state) => state === "deleted")).toHaveLength(20);
    expect(states()).toMatchObject({ b19: "deleted", b20: "ready" });
    for (let minute = 0; minute < 2; minute += 1) {
      clock.advance(60_000);
      await review();
    }
    expect(Object.values(states()).filter((state) => state === "ready")).toHaveLength(1);
  });

  it("removes nothing that was pinned, handed out or given a longer retention while it was looked at", async () => {
    const world = nightsWorld(4);
    const { remove } = world.reviews;
    const meanwhile: Readonly<Record<string, () => Promise<unknown>>> = {
      b0: async () => world.change("b0", { isPinned: true }),
      b1: () =>
        world.handOuts.open(
          { tenantId: "acme", backupId: "b1", by: "o", ticketNumber: "1", openedAt: 0, endsAt: 9e15 },
          aChange("acme", 1),
        ),
      b2: async () => {
        const tenant = aTenant({ settings: { ...DEFAULT_SETTINGS, backupRetention: { ...ONE, daily: 30 } } });
        world.world.tenants.set("acme", tenant);
      },
    };
    world.reviews.remove = async (backup, seen, change) => {
      await meanwhile[backup.backupId]?.();
      return remove(backup, seen, change);
    };
    await world.review();
    expect(Object.values(world.states())).toEqual(["ready", "ready", "ready", "ready"]);
    expect(world.world.facts).toHaveLength(1);
  });

  it("that fails comes again in an hour, and keeps no other tenant's waiting", async () => {
    const { review, reviews, states, world, clock } = nightsWorld(3);
    const { remove } = reviews;
    reviews.remove = async () => {
      throw new Error("the table is busy");
    };
    await expect(review()).rejects.toThrow("busy");
    expect(world.retentionReviews.get("acme")?.dueAt).toBe(clock.now() + 3_600_000);
    reviews.remove = remove;
    clock.advance(3_600_001);
    await review();
    expect(Object.values(states())).toEqual(["deleted", "deleted", "ready"]);
    expect(world.retentionReviews.get("acme")?.dueAt).toBe(clock.now() + DAY_MS);
  });

  it("ends with the tenant", async () => {
    const { review, world, states } = nightsWorld(3);
    world.tenants.delete("acme");
    await review();
    expect(world.retentionReviews.size).toBe(0);
    expect(Object.values(states())).toEqual(["ready", "ready", "ready"]);
  });
});
