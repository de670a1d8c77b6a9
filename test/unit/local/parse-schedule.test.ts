import { expect, test } from "vitest";
import { parseSchedule } from "../../../infra/local/clock/parse-schedule.ts";

const isDue = (expression: string, time: string) => parseSchedule(expression)(Date.parse(time));

test("fires a rate in every n-th minute", () => {
  expect(isDue("rate(1 minute)", "2026-03-01T10:07:00Z")).toBe(true);
  expect(isDue("rate(5 minutes)", "2026-03-01T10:05:00Z")).toBe(true);
  expect(isDue("rate(5 minutes)", "2026-03-01T10:07:00Z")).toBe(false);
  expect(isDue("rate(1 hour)", "2026-03-01T10:00:00Z")).toBe(true);
});

test("fires a cron expression when all of its fields hold", () => {
  // 2 March 2026 is a Monday.
  expect(isDue("cron(30 3 ? * MON-FRI *)", "2026-03-02T03:30:00Z")).toBe(true);
  expect(isDue("cron(30 3 ? * MON-FRI *)", "2026-03-01T03:30:00Z")).toBe(false);
  expect(isDue("cron(0/15 * 1,2 MAR ? 2026)", "2026-03-02T23:45:00Z")).toBe(true);
  expect(isDue("cron(0/15 * 1,2 MAR ? 2026)", "2026-03-02T23:46:00Z")).toBe(false);
  expect(isDue("cron(0 0 ? * 1 *)", "2026-03-01T00:00:00Z")).toBe(true);
});

test("fires once at a time", () => {
  expect(isDue("at(2026-03-01T10:07:30)", "2026-03-01T10:07:00Z")).toBe(true);
  expect(isDue("at(2026-03-01T10:07:30)", "2026-03-01T10:08:00Z")).toBe(false);
});

test.each(["rate(0 minutes)", "rate(5)", "cron(0 3 * * ?)", "cron(0 3 L * ? *)", "cron(61 3 * * ? *)", "every day"])(
  "refuses %s",
  (expression) => {
    expect(() => parseSchedule(expression)).toThrow("cannot read the schedule");
  },
);
