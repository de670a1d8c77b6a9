import { renderTable } from "../report/render-table.ts";
import { openProjectWay } from "../ways/shell-ways.ts";
import type { WayRuns } from "./run-ways.ts";
import { summarise, type WaySummary } from "./summarise.ts";

const HEAD = ["way", "wall", "client CPU", "database CPU", "S3 server CPU", "peak memory", "MiB", "bytes kept"];

/** One line a way, medians, as ratios to OpenProject's; memory in MiB besides, since it is the same on any machine. */
export function renderWays(ways: readonly WayRuns[]): string {
  const base = ways.find(({ name }) => name === openProjectWay.name)?.runs ?? [];
  const reference = base.length > 0 ? summarise(base) : undefined;
  const rows = ways.map(({ name, runs, missing }) =>
    missing === undefined
      ? [name, ...figures(summarise(runs), reference)]
      : [name, `not measured here: apt-get install -y ${missing}`],
  );
  return renderTable(HEAD, rows);
}

function figures(way: WaySummary, base: WaySummary | undefined): string[] {
  const ratio = (name: keyof WaySummary) => (base === undefined ? "?" : short(way[name] / base[name]));
  return [
    ratio("wallMs"),
    ratio("clientCpuMs"),
    ratio("backendCpuMs"),
    // OpenProject's way asks no S3 server: what one does is set beside the whole work of that way.
    base === undefined ? "?" : (way.storeCpuMs / base.clientCpuMs).toFixed(2),
    ratio("peakBytes"),
    (way.peakBytes / 1024 ** 2).toFixed(0),
    ratio("keptBytes"),
  ];
}

/** Two digits that say something. */
export const short = (value: number): string => (value >= 1 ? value.toFixed(2) : value.toPrecision(2));
