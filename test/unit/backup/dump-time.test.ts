import { describe, expect, it } from "vitest";
import {
  ASSUMED_BYTES_PER_SECOND,
  expectedDumpMs,
  FUNCTION_DUMP_MS,
} from "../../../functions/domain/backup/dump-time.ts";

const GiB = 1024 ** 3;

describe("the expected time of a dump", () => {
  it("without a past goes by the assumed rate", () => {
    expect(expectedDumpMs(0, [])).toBe(0);
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND * 60, [])).toBe(60_000);
  });

  it("is within a function's time up to the last byte that fits, and not beyond", () => {
    const fitting = (ASSUMED_BYTES_PER_SECOND * FUNCTION_DUMP_MS) / 1000;
    expect(fitting).toBe(16_800_000_000);
    expect(expectedDumpMs(fitting, [])).toBe(FUNCTION_DUMP_MS);
    expect(expectedDumpMs(fitting + 1, [])).toBeGreaterThan(FUNCTION_DUMP_MS);
  });

  it("goes by the tenant's own dumps, large ones counting for more", () => {
    const past = [
      { databaseBytes: 3 * GiB, dumpMs: 30_000 },
      { databaseBytes: 1 * GiB, dumpMs: 50_000 },
    ];
    expect(expectedDumpMs(2 * GiB, past)).toBe(40_000);
  });

  it("takes no rate from a dump too short to tell", () => {
    const overhead = { databaseBytes: 1_000, dumpMs: 9_999 };
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND, [overhead])).toBe(1_000);
    expect(expectedDumpMs(5_000, [{ ...overhead, dumpMs: 10_000 }])).toBe(50_000);
  });

  it("takes no rate from a database without bytes", () => {
    expect(expectedDumpMs(ASSUMED_BYTES_PER_SECOND, [{ databaseBytes: 0, dumpMs: 60_000 }])).toBe(1_000);
  });
});
