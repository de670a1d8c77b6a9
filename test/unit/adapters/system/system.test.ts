import { describe, expect, it, vi } from "vitest";
import { systemClock } from "../../../../functions/adapters/system/system-clock.ts";
import { systemIds } from "../../../../functions/adapters/system/system-ids.ts";
import { systemTimer } from "../../../../functions/adapters/system/system-timer.ts";

describe("the system", () => {
  it("tells the time in milliseconds", () => {
    vi.useFakeTimers({ now: 1_234 });
    expect(systemClock().now()).toBe(1_234);
    vi.useRealTimers();
  });

  it("makes identifiers and secrets that do not come twice", () => {
    const ids = systemIds();
    expect(ids.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids.secret(32).length).toBe(32);
    expect(ids.secret(32)).not.toEqual(ids.secret(32));
  });

  it("beats until it is stopped", () => {
    vi.useFakeTimers();
    const beat = vi.fn<() => void>();
    const timer = systemTimer().every(100, beat);
    vi.advanceTimersByTime(250);
    timer.stop();
    vi.advanceTimersByTime(1_000);
    expect(beat).toHaveBeenCalledTimes(2);
    vi.useRealTimers();
  });
});
