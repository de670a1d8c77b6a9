import { describe, expect, it } from "vitest";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const HOUR_MS = 3_600_000;
const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

/** A build in which the clock is put on and back by turns, after each so many calls. */
async function buildUnder(jumpMs: number, everyCalls: number) {
  const system = buildSystem({ attachments, dump });
  let calls = 0;
  let jumps = 0;
  system.interfere({
    after() {
      calls += 1;
      if (calls % everyCalls !== 0 || jumps === 20) return;
      jumps += 1;
      system.clock.skip(jumps % 2 === 1 ? jumpMs : -jumpMs);
    },
  });
  const backup = await makeBackup(system);
  // What is to go was given a time by a clock that was ahead: it goes once that time has come.
  system.clock.advance(2 * Math.abs(jumpMs));
  await system.sweep();
  return { backup, jumps, breaches: await brokenInvariants(system) };
}

describe("a build under a clock that jumps", () => {
  it.each([1, 2, 3, 5, 8, 13, 21])(
    "ahead and back by hours, every %i calls, ends ready with a whole archive",
    async (everyCalls) => {
      for (const jumpMs of [2 * HOUR_MS, -2 * HOUR_MS]) {
        const { backup, jumps, breaches } = await buildUnder(jumpMs, everyCalls);
        expect(jumps).toBeGreaterThan(1);
        expect({ state: backup.state, breaches }).toEqual({ state: "ready", breaches: [] });
      }
    },
  );
});
