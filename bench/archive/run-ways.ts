import { mkdirSync, rmSync } from "node:fs";
import { type Measured, measure } from "../measure/measure.ts";
import { cofferFirstWay, cofferSecondWay } from "../ways/coffer-ways.ts";
import { missingPackages } from "../ways/missing-programs.ts";
import { resticFirstWay, resticSecondWay } from "../ways/restic-ways.ts";
import { s3CopyWay } from "../ways/s3-copy-way.ts";
import { bareWay, discourseWay, dumpAloneWay, openProjectWay, zipWay } from "../ways/shell-ways.ts";
import type { Way, WayResult } from "../ways/way.ts";
import type { BenchWorld } from "./bench-world.ts";

/** In the order in which they take turns; those that need a first one before them come last, after a day's change. */
const WAYS: readonly Way[] = [
  openProjectWay,
  zipWay,
  discourseWay,
  bareWay,
  resticFirstWay,
  cofferFirstWay,
  s3CopyWay,
  dumpAloneWay,
  resticSecondWay,
  cofferSecondWay,
];

export interface WayRuns {
  readonly name: string;
  readonly runs: readonly Measured<WayResult>[];
  /** What to install, where it could not be measured. */
  readonly missing?: string;
}

/** Lets all ways take turns, `rounds` times, so that whatever else the machine does hits them alike. */
export async function runWays(
  world: BenchWorld,
  rounds: number,
  tell: (line: string) => void,
): Promise<readonly WayRuns[]> {
  const found = WAYS.map((way) => ({ way, missing: missingPackages(way), runs: [] as Measured<WayResult>[] }));
  for (let round = 1; round <= rounds; round += 1) {
    for (const [isSecond, after] of [
      [false, () => world.attachments.change()],
      [true, () => world.attachments.restore()],
    ] as const) {
      for (const { way, runs, missing } of found) {
        if (missing !== undefined || (way.isSecond ?? false) !== isSecond) continue;
        const run = await runOnce(way, { ...world, round });
        runs.push(run);
        tell(`  round ${round}: ${way.name}, ${(run.wallMs / 1000).toFixed(1)} s`);
      }
      await after();
    }
  }
  return found.map(({ way, runs, missing }) => ({
    name: way.name,
    runs,
    ...(missing === undefined ? {} : { missing }),
  }));
}

async function runOnce(way: Way, world: BenchWorld): Promise<Measured<WayResult>> {
  emptyDirectory(world.scratch);
  await way.prepare?.(world);
  const measured = await measure({ database: world.postmaster, store: world.cloud.s3Pid }, () => way.run(world));
  emptyDirectory(world.scratch);
  return { ...measured, wallMs: measured.result.wallMs ?? measured.wallMs };
}

function emptyDirectory(path: string): void {
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path);
}
