import type { Measured } from "../measure/measure.ts";
import { median } from "../report/median.ts";
import type { WayResult } from "../ways/way.ts";
import type { WayRuns } from "./run-ways.ts";

/** Medians over the rounds. Times in milliseconds of this machine: only their ratios say something. */
export interface WaySummary {
  readonly wallMs: number;
  readonly clientCpuMs: number;
  readonly backendCpuMs: number;
  readonly storeCpuMs: number;
  readonly peakBytes: number;
  readonly keptBytes: number;
}

export function summarise(runs: readonly Measured<WayResult>[]): WaySummary {
  const middle = (value: (run: Measured<WayResult>) => number) => median(runs.map(value));
  return {
    wallMs: middle((run) => run.wallMs),
    clientCpuMs: middle((run) => run.clientCpuMs),
    backendCpuMs: middle((run) => run.backendCpuMs),
    storeCpuMs: middle((run) => run.storeCpuMs),
    peakBytes: middle((run) => run.peakBytes),
    keptBytes: middle((run) => run.result.keptBytes),
  };
}

/** By the way's name; ways that were not measured have none. */
export const summaries = (ways: readonly WayRuns[]): ReadonlyMap<string, WaySummary> =>
  new Map(ways.filter(({ runs }) => runs.length > 0).map(({ name, runs }) => [name, summarise(runs)]));
