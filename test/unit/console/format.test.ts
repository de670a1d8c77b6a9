import { describe, expect, it } from "vitest";
import { bytes, duration, number } from "../../../console/src/format.ts";

describe("figures in the console", () => {
  it.each([
    [0, "0 bytes"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [5_200_000, "5.2 MB"],
    [123_456_789, "123 MB"],
    [7.5e12, "7.5 TB"],
    [22e15, "22,000 TB"],
  ])("says %d bytes as %s", (count, said) => {
    expect(bytes(count)).toBe(said);
  });

  it.each([
    [-5, "0 seconds"],
    [59, "59 seconds"],
    [60, "1 minute"],
    [3599, "59 minutes"],
    [3600, "1 hour"],
    [5400, "1 hour 30 minutes"],
    [86_400, "1 day"],
    [90_000, "1 day 1 hour"],
    [172_799, "1 day 23 hours"],
  ])("says %d seconds as %s", (seconds, said) => {
    expect(duration(seconds)).toBe(said);
  });

  it("groups thousands", () => {
    expect(number(1_234_567)).toBe("1,234,567");
  });
});
