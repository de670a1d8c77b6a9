import { describe, expect, it } from "vitest";
import { type AttemptLimit, CONFIRM_PER_USER, SIGN_IN_PER_USER } from "../../../functions/domain/session/attempts.ts";
import { isSessionLive } from "../../../functions/domain/session/session.ts";
import { tokenValidFrom } from "../../../functions/domain/token/waiting-period.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { memoryAttempts } from "../../support/memory-attempts.ts";
import { memoryWorld } from "../../support/memory-world.ts";
import { movingClock } from "../../support/moving-clock.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const NOW = Date.UTC(2026, 0, 31, 12);

const session = (startedAt: number, lastSeenAt: number) => ({
  tenantId: "acme",
  idHash: "x",
  userId: 1,
  startedAt,
  lastSeenAt,
});

describe("a session under a clock that jumps", () => {
  it("lives through the difference between two machines", () => {
    expect(isSessionLive(session(NOW + 4 * MINUTE_MS, NOW + 4 * MINUTE_MS), NOW)).toBe(true);
  });

  it.each([
    ["started", session(NOW + 3 * HOUR_MS, NOW + 3 * HOUR_MS)],
    ["seen", session(NOW - MINUTE_MS, NOW + 3 * HOUR_MS)],
  ])("is over if it was %s in what is the future again", (_, over) => {
    expect(isSessionLive(over, NOW)).toBe(false);
  });

  it("is over if the clock jumps ahead of it", () => {
    expect(isSessionLive(session(NOW, NOW), NOW + 3 * HOUR_MS)).toBe(false);
  });
});

/** How many tries in a row are let through. */
async function triesLetThrough(attempts: ReturnType<typeof memoryAttempts>, limit: AttemptLimit): Promise<number> {
  const subject = { tenantId: "acme", kind: "confirm", subject: "1" } as const;
  let let_ = 0;
  while (let_ < 100 && (await attempts.count(subject, limit)) === undefined) let_ += 1;
  return let_;
}

describe.each([
  ["sign-in", SIGN_IN_PER_USER],
  ["confirmation", CONFIRM_PER_USER],
])("tries at a %s under a clock that jumps", (_, limit) => {
  it("are no more than allowed when it is put back, and wait no longer than it takes to catch up", async () => {
    const clock = movingClock();
    const attempts = memoryAttempts(memoryWorld(clock));
    clock.advance(3 * HOUR_MS);
    expect(await triesLetThrough(attempts, limit)).toBe(limit.max);
    clock.advance(-3 * HOUR_MS);
    expect(await triesLetThrough(attempts, limit)).toBe(0);
    clock.advance(3 * HOUR_MS + limit.windowMs + 2 * (limit.wait?.longestMs ?? 0));
    expect(await triesLetThrough(attempts, limit)).toBeGreaterThan(0);
  });

  it("are as many as in the time that passed when it jumps ahead and back", async () => {
    const clock = movingClock();
    const attempts = memoryAttempts(memoryWorld(clock));
    let all = await triesLetThrough(attempts, limit);
    for (let jump = 0; jump < 10; jump += 1) {
      clock.advance(3 * HOUR_MS);
      all += await triesLetThrough(attempts, limit);
      clock.advance(-3 * HOUR_MS);
      all += await triesLetThrough(attempts, limit);
    }
    // Once for each of the two times that the clock showed, however often it showed them.
    expect(all).toBe(2 * limit.max);
  });
});

describe("a backup token under a clock that jumps", () => {
  it("waits if the tenant or the password is of the future", () => {
    const { settings } = aTenant();
    const tenant = aTenant({ registeredAt: NOW - 365 * 24 * HOUR_MS });
    const password = { scheme: "bcrypt", hash: "x", changedAt: NOW + 3 * HOUR_MS } as const;
    const factors = { password, authenticators: [], uncheckable: [], isSingleSignOn: false };
    expect(tokenValidFrom(tenant, factors, NOW)).toBe(NOW + settings.backupInitialWaitingPeriodMs);
  });
});
