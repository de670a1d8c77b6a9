import { describe, expect, it } from "vitest";
import {
  ASSUMED_BYTES_PER_SECOND,
  expectedDumpMs,
  FUNCTION_DUMP_MS,
} from "../../../functions/domain/backup/dump-time.ts";

const GiB = 1024 ** 3;
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 0, 31);

describe("the expected time of a dump", () => {
  it("without a past goes by the assumed rate", () => {
    expect(expectedDumpMs(0, [], NOW)).toBe(0);
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND * 60, [], NOW)).toBe(60_000);
  });

  it("is within a function's time up to the last byte that fits, and not beyond", () => {
    const fitting = (ASSUMED_BYTES_PER_SECOND * FUNCTION_DUMP_MS) / 1000;
    expect(fitting).toBe(16_800_000_000);
    expect(expectedDumpMs(fitting, [], NOW)).toBe(FUNCTION_DUMP_MS);
    expect(expectedDumpMs(fitting + 1, [], NOW)).toBeGreaterThan(FUNCTION_DUMP_MS);
  });

  it("goes by the tenant's own dumps, large ones counting for more", () => {
    const past = [
      { databaseBytes: 3 * GiB, dumpMs: 30_000, takenAt: NOW },
      { databaseBytes: 1 * GiB, dumpMs: 50_000, takenAt: NOW },
    ];
    expect(expectedDumpMs(2 * GiB, past, NOW)).toBe(40_000);
  });

  it("takes no rate from a dump too short to tell", () => {
    const overhead = { databaseBytes: 1_000, dumpMs: 9_999, takenAt: NOW };
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND, [overhead], NOW)).toBe(1_000);
    expect(expectedDumpMs(5_000, [{ ...overhead, dumpMs: 10_000 }], NOW)).toBe(50_000);
  });

  it("takes no rate from a database without bytes", () => {
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND, [{ databaseBytes: 0, dumpMs: 60_000, takenAt: NOW }], NOW)).toBe(
      1_000,
    );
  });

  it("takes no rate from a dump of more than 14 days ago: a faster server is noticed by then", () => {
    const dump = { databaseBytes: 1_000, dumpMs: 60_000, takenAt: NOW - 14 * DAY_MS };
    expect(expectedDumpMs(1_000, [dump], NOW)).toBe(60_000);
    expect(expectedDumpMs(1_000, [dump], NOW + 1)).toBe(1);
  });
});
