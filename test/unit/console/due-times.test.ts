import { describe, expect, it } from "vitest";
import { choiceOf, cronOf, inWords } from "../../../console/src/schedule/due-times.ts";

describe("a schedule in the console", () => {
  it.each([
    ["daily", "03:17", "17 3 * * *", "Every day at 03:17"],
    ["workdays", "22:00", "0 22 * * 1-5", "Monday to Friday at 22:00"],
    ["sunday", "00:05", "5 0 * * 0", "Every Sunday at 00:05"],
    ["monthly", "12:30", "30 12 1 * *", "On the first of each month at 12:30"],
  ] as const)("chosen as %s at %s is %s, and that is read as the same choice", (rhythm, clock, cron, said) => {
    expect(cronOf(rhythm, clock, "")).toBe(cron);
    expect(choiceOf(cron)).toEqual({ rhythm, clock });
    expect(inWords(cron)).toBe(said);
  });

  it.each(["0 */6 * * *", "17 3 2 * *", "5,35 3 * * *", "nonsense"])("keeps %s as it was written", (cron) => {
    expect(choiceOf(cron).rhythm).toBe("cron");
    expect(cronOf("cron", "03:17", ` ${cron} `)).toBe(cron);
    expect(inWords(cron)).toBe(`By cron: ${cron}`);
  });
});
