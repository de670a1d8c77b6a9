import { describe, expect, it } from "vitest";
import { retained } from "../../../functions/domain/retention/retained.ts";
import { DEFAULT_RETENTION } from "../../../functions/domain/retention/retention-policy.ts";
import { aBackup, aDump, anArchive } from "../../support/a-backup.ts";

const ready = (time: string, more: Parameters<typeof aBackup>[0] | object = {}) => {
  const requestedAt = Date.parse(time);
  const archive = anArchive({ keptUntil: requestedAt });
  return aBackup({ tenantId: "acme", backupId: time, state: "ready", requestedAt, archive, dump: aDump(), ...more });
};
const reasonsFor = (backups: readonly ReturnType<typeof ready>[], policy = DEFAULT_RETENTION) =>
  Object.fromEntries(retained(backups, policy, Date.parse("2030-01-01T00:00Z")));

describe("retention", () => {
  it("keeps the last of each day, week and month in UTC, whatever else was made in them", () => {
    const backups = [
      // A Sunday, and the Monday after it: weeks begin on Monday.
      ready("2026-03-01T23:59Z"),
      ready("2026-03-01T10:00Z"),
      ready("2026-02-28T23:59:59Z"),
      ready("2026-03-02T00:00Z"),
    ];
    expect(reasonsFor(backups, { daily: 1, weekly: 2, monthly: 2 })).toEqual({
      "2026-03-02T00:00Z": ["newest", "daily", "weekly", "monthly"],
      "2026-03-01T23:59Z": ["weekly"],
      "2026-03-01T10:00Z": [],
      "2026-02-28T23:59:59Z": ["monthly"],
    });
  });

  it("counts weeks over the end of a year as one", () => {
    const backups = [ready("2026-01-04T12:00Z"), ready("2025-12-29T12:00Z"), ready("2025-12-28T12:00Z")];
    const kept = reasonsFor(backups, { daily: 1, weekly: 2, monthly: 0 });
    expect(kept).toMatchObject({ "2025-12-29T12:00Z": [], "2025-12-28T12:00Z": ["weekly"] });
  });

  it("leaves 20 of two years of nights: 7 days, 4 weeks and 12 months, three of which are the same", () => {
    const from = Date.parse("2025-12-31T02:00Z");
    const nights = Array.from({ length: 730 }, (_, n) => ready(new Date(from - n * 86_400_000).toISOString()));
    const kept = Object.values(reasonsFor(nights)).filter((reasons) => reasons.length > 0);
    expect(kept).toHaveLength(20);
    expect(kept.filter((reasons) => reasons.includes("monthly"))).toHaveLength(12);
  });

  it("lets a time without backups push nothing out", () => {
    const backups = [ready("2026-03-01T00:00Z"), ready("2020-03-01T00:00Z"), ready("2015-03-01T00:00Z")];
    expect(reasonsFor(backups, { daily: 3, weekly: 0, monthly: 0 })).toMatchObject({ "2015-03-01T00:00Z": ["daily"] });
  });

  it("lets no small backups push out the whole ones, nor those that miss files the last that misses none", () => {
    const bare = (time: string) => ready(time, { dump: aDump({ attachmentsLeftOut: "not-asked" }) });
    const holed = (time: string) => ready(time, { archive: anArchive({ keptUntil: 0, missing: 9 }) });
    const backups = [
      bare("2026-03-05T00:00Z"),
      bare("2026-03-04T00:00Z"),
      holed("2026-03-03T00:00Z"),
      holed("2026-03-02T00:00Z"),
      ready("2026-03-01T00:00Z"),
      ready("2026-02-28T00:00Z"),
    ];
    const kept = reasonsFor(backups, { daily: 1, weekly: 0, monthly: 0 });
    expect(Object.keys(kept).filter((id) => kept[id]?.length)).toEqual([
      "2026-03-05T00:00Z",
      "2026-03-03T00:00Z",
      "2026-03-01T00:00Z",
    ]);
  });
});
