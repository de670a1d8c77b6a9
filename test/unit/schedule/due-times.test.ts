import { describe, expect, it } from "vitest";
import { isFailure } from "../../../functions/domain/failure.ts";
import { checkDueTimes, nextDue } from "../../../functions/domain/schedule/due-times.ts";
import { nextPromise } from "../../../functions/domain/schedule/promise.ts";

const NOW = Date.parse("2026-01-31T12:00Z");

const timesAfter = (cron: string, timeZone: string, from: string, count: number): string[] => {
  const times: string[] = [];
  for (let at = nextDue({ cron, timeZone }, Date.parse(from)); at !== undefined && times.length < count; ) {
    times.push(new Date(at).toISOString().slice(0, 16));
    at = nextDue({ cron, timeZone }, at);
  }
  return times;
};

const refusalOf = (cron: string, timeZone = "Europe/Berlin"): unknown => {
  try {
    checkDueTimes({ cron, timeZone }, NOW);
    return "taken";
  } catch (error) {
    return isFailure(error) ? [error.code, error.details["attribute"]].filter(Boolean).join(" ") : error;
  }
};

const hours = (from: string): string[] =>
  timesAfter("30 * * * *", "Europe/Berlin", from, 5).map((time) => time.slice(11));

/** For when, and for how many hours from then. */
function promiseOf(cron: string): readonly [string, number] {
  const { promisedAt, lookAt } = nextPromise({ cron, timeZone: "UTC" }, NOW);
  return [new Date(promisedAt).toISOString().slice(0, 16), (lookAt - promisedAt) / 3_600_000];
}

describe("due times", () => {
  it("are those of the time zone, in summer and in winter", () => {
    expect(timesAfter("30 2 * * *", "Europe/Berlin", "2026-01-31T12:00Z", 1)).toEqual(["2026-02-01T01:30"]);
    expect(timesAfter("30 2 * * *", "Europe/Berlin", "2026-07-31T12:00Z", 1)).toEqual(["2026-08-01T00:30"]);
    expect(timesAfter("0 4 * * MON", "America/New_York", "2026-01-31T12:00Z", 1)).toEqual(["2026-02-02T09:00"]);
  });

  it("come once in the night that lacks the hour they are in, right after it", () => {
    expect(timesAfter("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00Z", 3)).toEqual([
      "2026-03-28T01:30",
      "2026-03-29T01:00",
      "2026-03-30T00:30",
    ]);
  });

  it("come once in the night that has their hour twice", () => {
    expect(timesAfter("30 2 * * *", "Europe/Berlin", "2026-10-24T00:00Z", 3)).toEqual([
      "2026-10-24T00:30",
      "2026-10-25T00:30",
      "2026-10-26T01:30",
    ]);
  });

  it("of every hour come in every hour that there is, in both nights", () => {
    expect(hours("2026-03-28T23:00Z")).toEqual(["23:30", "00:30", "01:30", "02:30", "03:30"]);
    expect(hours("2026-10-24T23:00Z")).toEqual(["23:30", "00:30", "01:30", "02:30", "03:30"]);
  });

  it("are after the moment that is asked for, never at it", () => {
    const at = Date.parse("2026-02-01T01:30Z");
    expect(nextDue({ cron: "30 2 * * *", timeZone: "Europe/Berlin" }, at)).toBe(at + 24 * 3_600_000);
    expect(nextDue({ cron: "30 2 * * *", timeZone: "Europe/Berlin" }, at - 1)).toBe(at);
  });

  it.each([
    ["30 2 * * *"],
    ["0 * * * *"],
    ["0 */6 * * 1-5"],
    ["15 3 1,15 * *"],
    ["0 4 * * SUN"],
    ["0 0 L * *"],
    ["0 3 * * MON#1"],
    ["0 0 29 2 *"],
  ])("are taken: %s", (cron) => {
    expect(refusalOf(cron)).toBe("taken");
  });

  it.each([["*/30 * * * *"], ["* * * * *"], ["0,59 5 * * *"], ["0,59 0,23 * * *"], ["0-1 0 29 2 *"]])(
    "are refused where two are less than an hour apart: %s",
    (cron) => {
      expect(refusalOf(cron)).toBe("schedule-too-often");
    },
  );

  it.each([
    [""],
    ["30 2 * *"],
    ["30 2 * * * *"],
    ["0 30 2 * * *"],
    ["@daily"],
    ["2026-12-01T00:00:00"],
    ["? 2 * * *"],
    ["60 2 * * *"],
    ["30 24 * * *"],
    ["0 0 30 2 *"],
    ["30  2 * * *"],
    ["30 2 * * *\n"],
    ["30 2 * * <b>"],
    [`${"1,".repeat(60)}1 2 * * *`],
  ])("are refused where they are no pattern, or never: %j", (cron) => {
    expect(refusalOf(cron)).toBe("constraint-violation backup_schedule.cron");
  });

  it.each([["Mars/Olympus"], ["+02:00"], [""], ["Europe/Berlin "], ["Europe/../Berlin"], ["x".repeat(99)]])(
    "are refused in a time zone that is none: %j",
    (timeZone) => {
      expect(refusalOf("30 2 * * *", timeZone)).toBe("constraint-violation backup_schedule.timeZone");
    },
  );

  it("promise a backup until the next one is due, and within six hours at most", () => {
    expect(promiseOf("30 2 * * *")).toEqual(["2026-02-01T02:30", 6]);
    expect(promiseOf("0 * * * *")).toEqual(["2026-01-31T13:00", 1]);
    expect(promiseOf("0 0 1 1 *")).toEqual(["2027-01-01T00:00", 6]);
  });
});
