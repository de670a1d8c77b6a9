import { describe, expect, it } from "vitest";
import { DEFAULT_RETRY, type RetryPolicy, retry } from "../../../../functions/adapters/resilience/retry.ts";

/** Notes how long it was asked to pause, and takes the given share of the longest pause. */
function noted(share: number, policy: Partial<RetryPolicy> = {}) {
  const pauses: number[] = [];
  const pause = async (ms: number): Promise<void> => {
    pauses.push(ms);
  };
  return { pauses, policy: { ...DEFAULT_RETRY, pause, random: () => share, ...policy } };
}

/** Fails with the errors given, one call after the other, then works. */
function failing(...errors: Error[]) {
  let calls = 0;
  return {
    calls: () => calls,
    attempt: async (): Promise<string> => {
      const error = errors[calls];
      calls += 1;
      if (error) throw error;
      return "done";
    },
  };
}

const errors = (count: number): Error[] => Array.from({ length: count }, (_, index) => new Error(`error ${index}`));

describe("retrying", () => {
  it("does not pause for what works at once", async () => {
    const { pauses, policy } = noted(1);

    expect(await retry(failing().attempt, () => true, policy)).toBe("done");
    expect(pauses).toEqual([]);
  });

  it("pauses up to twice as long each time, at most the longest pause", async () => {
    const { pauses, policy } = noted(1, { delayBaseMs: 25, delayMaxMs: 150, attemptsMax: 6 });

    expect(await retry(failing(...errors(5)).attempt, () => true, policy)).toBe("done");
    expect(pauses).toEqual([25, 50, 100, 150, 150]);
  });

  it("takes any part of a pause, so that many do not come back at once", async () => {
    const { pauses, policy } = noted(0.5, { delayBaseMs: 100 });

    await retry(failing(...errors(2)).attempt, () => true, policy);
    expect(pauses).toEqual([50, 100]);
  });

  it("throws the last error as it came when the attempts are used up", async () => {
    const { policy } = noted(0, { attemptsMax: 3 });
    const all = errors(5);
    const { attempt, calls } = failing(...all);

    await expect(retry(attempt, () => true, policy)).rejects.toBe(all[2]);
    expect(calls()).toBe(3);
  });

  it("does not try again what cannot pass", async () => {
    const { pauses, policy } = noted(1);
    const { attempt, calls } = failing(...errors(2));

    await expect(retry(attempt, () => false, policy)).rejects.toThrow("error 0");
    expect(calls()).toBe(1);
    expect(pauses).toEqual([]);
  });
});
