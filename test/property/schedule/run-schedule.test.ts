import { array, assert, asyncProperty, constantFrom, integer, nat, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import {
  checkDueTimes,
  type DueTimes,
  INTERVAL_MS_MIN,
  nextDue,
} from "../../../functions/domain/schedule/due-times.ts";
import { HOUR_MS, scheduleWorld } from "../../support/schedule-world.ts";

const field = (most: number, least = 0) =>
  constantFrom(
    "*",
    ...Array.from({ length: most - least + 1 }, (_, n) => String(n + least)),
    `*/${most}`,
    `${least},${most}`,
  );
const timesArbitrary = record({
  minute: field(59),
  hour: field(23),
  day: field(28, 1),
  month: field(12, 1),
  weekday: field(6),
  timeZone: constantFrom("UTC", "Europe/Berlin", "Australia/Lord_Howe", "America/St_Johns", "Africa/Cairo"),
}).map(
  ({ minute, hour, day, month, weekday, timeZone }): DueTimes => ({
    cron: `${minute} ${hour} ${day} ${month} ${weekday}`,
    timeZone,
  }),
);

const isTaken = (times: DueTimes, now: number): boolean => {
  try {
    checkDueTimes(times, now);
    return true;
  } catch (error) {
    if (isFailure(error)) return false;
    throw error;
  }
};

describe("due times that were taken", () => {
  it("never come more often than hourly, whatever the clocks do", () => {
    const start = integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2030, 0, 1) });
    assert(
      property(timesArbitrary, start, (times, now) => {
        let at = isTaken(times, now) ? nextDue(times, now) : undefined;
        const gaps: number[] = [];
        for (let n = 0; n < 40 && at !== undefined; n += 1) {
          const next = nextDue(times, at);
          if (next !== undefined) gaps.push(next - at);
          at = next;
        }
        expect(gaps.filter((gap) => gap < INTERVAL_MS_MIN)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("keepers of a schedule", () => {
  it("start at most one backup for each due time, and none that nobody promised, however they come and go", async () => {
    const turns = array(
      record({ afterMs: nat({ max: 30 * HOUR_MS }), keepers: integer({ min: 0, max: 4 }), ends: nat(2) }),
      {
        maxLength: 25,
      },
    );
    await assert(
      asyncProperty(turns, async (steps) => {
        const { clock, keep, end, backups, schedule } = scheduleWorld();
        const from = clock.now();
        for (const { afterMs, keepers, ends } of steps) {
          clock.advance(afterMs);
          await Promise.all(Array.from({ length: keepers }, keep));
          if (ends > 0) end(ends === 1 ? {} : { state: "failed", failure: "dump-failed" });
        }
        const times = { cron: "30 2 * * *", timeZone: "Europe/Berlin" };
        const starts = backups()
          .map(({ requestedAt }) => requestedAt)
          .sort((a, b) => a - b);
        for (const [n, at] of starts.entries()) {
          const before = starts[n - 1] ?? from;
          const due = nextDue(times, before);
          // Between two starts lies a due time.
          expect(due !== undefined && due <= at).toBe(true);
        }
        // With a free slot, one keeper is enough: nothing that is due stays so.
        end();
        await keep();
        expect(schedule()?.nextRunAt).toBeGreaterThan(clock.now());
      }),
      { numRuns: 60 },
    );
  });
});
