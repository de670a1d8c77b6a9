import type { LayoutFigures } from "../engine/lay-out-many.ts";
import type { PartWriterFigures } from "../engine/part-writer.ts";
import { requestCount } from "../model/s3-classes.ts";
import { median } from "../report/median.ts";
import { renderTable } from "../report/render-table.ts";
import { cofferFirstWay, cofferSecondWay } from "../ways/coffer-ways.ts";
import { resticFirstWay, resticSecondWay } from "../ways/restic-ways.ts";
import { s3CopyWay } from "../ways/s3-copy-way.ts";
import { openProjectWay } from "../ways/shell-ways.ts";
import { runsOf } from "./render-costs.ts";
import { short } from "./render-ways.ts";
import type { SizeRuns } from "./run-bench.ts";
import { summaries } from "./summarise.ts";

export interface Findings {
  /** Smaller first. */
  readonly sizes: readonly SizeRuns[];
  readonly partWriter: PartWriterFigures;
  readonly layout: LayoutFigures;
  /** False: only that all of it could be measured is of interest. */
  readonly isJudged: boolean;
}

interface Goal {
  readonly what: string;
  readonly goal: string;
  /** Not a number: not measured here. */
  readonly found: number;
  readonly isMet: (found: number) => boolean;
}

const atMost = (limit: number) => ({ goal: `≤ ${limit}`, isMet: (found: number) => found <= limit });
const atLeast = (limit: number) => ({ goal: `≥ ${limit}`, isMet: (found: number) => found >= limit });
const ratio = (a: number | undefined, b: number | undefined) => (a ?? Number.NaN) / (b ?? Number.NaN);
const MiB = 1024 ** 2;

/** The design's goals, each a ratio within this run, and what was found; at the larger size where there are two. */
export function judge(findings: Findings): string {
  const rows = goalsOf(findings).map(({ what, goal, found, isMet }) => [
    what,
    goal,
    Number.isNaN(found) ? "not measured here" : short(found),
    ...(findings.isJudged ? [Number.isNaN(found) ? "" : isMet(found) ? "met" : "missed"] : []),
  ]);
  return renderTable(["goal", "aim", "found", ...(findings.isJudged ? [""] : [])], rows);
}

function goalsOf({ sizes, partWriter, layout }: Findings): readonly Goal[] {
  const [small, large = small] = [sizes[0], sizes.at(-1)];
  const ways = summaries(large?.ways ?? []);
  const smallWays = summaries(small?.ways ?? []);
  const [base, first, second] = [openProjectWay, cofferFirstWay, cofferSecondWay].map(({ name }) => ways.get(name));
  const [resticFirst, resticSecond, copy] = [resticFirstWay, resticSecondWay, s3CopyWay].map(({ name }) =>
    ways.get(name),
  );
  const madeFirst = runsOf(large?.ways ?? [], cofferFirstWay.name);
  const madeSecond = runsOf(large?.ways ?? [], cofferSecondWay.name);
  const archiveMs = median(madeFirst.map(({ stages }) => stages.ready - stages.dumped));
  const { addedBytes = 0, deleted = 0 } = large?.attachments.changed ?? {};
  const sentToBound = median(
    madeSecond.map(({ s3, dump }) => s3.bytesIn / (dump.dumpBytes + 1.05 * (addedBytes + 5 * MiB * (deleted + 1)))),
  );
  const requests = (runs: typeof madeFirst) => median(runs.map(({ s3 }) => requestCount(s3.requests)));
  return [
    { what: "first: times faster than OpenProject's", found: ratio(base?.wallMs, first?.wallMs), ...atLeast(6) },
    { what: "first: CPU to OpenProject's", found: ratio(first?.clientCpuMs, base?.clientCpuMs), ...atMost(0.2) },
    { what: "first: memory to OpenProject's", found: ratio(first?.peakBytes, base?.peakBytes), ...atMost(0.2) },
    { what: "first: wall to restic's first", found: ratio(first?.wallMs, resticFirst?.wallMs), ...atMost(1) },
    { what: "second: wall to restic's second", found: ratio(second?.wallMs, resticSecond?.wallMs), ...atMost(1) },
    {
      what: "second: fewer requests than the first, times",
      found: requests(madeFirst) / requests(madeSecond),
      ...atLeast(50),
    },
    { what: "second: bytes sent, to the dump + 1.05 × (new + 5 MiB a hole)", found: sentToBound, ...atMost(1) },
    {
      what: "archive path to the bare copy of its bytes, wall",
      found: ratio(archiveMs, copy?.wallMs),
      ...atMost(1.25),
    },
    { what: "peak memory, MiB", found: ratio(first?.peakBytes, MiB), ...atMost(256) },
    {
      what: "peak memory, larger tenant to smaller",
      found: sizes.length > 1 ? ratio(first?.peakBytes, smallWays.get(cofferFirstWay.name)?.peakBytes) : Number.NaN,
      ...atMost(1.1),
    },
    {
      what: "dump, zstd: times faster than pg_dump's default",
      found: large?.dump?.timesFaster ?? Number.NaN,
      ...atLeast(4),
    },
    { what: "dump, zstd: size to pg_dump's default", found: large?.dump?.sizeRatio ?? Number.NaN, ...atMost(0.87) },
    { what: "part writer to yazl, throughput", found: partWriter.ours / partWriter.yazl, ...atLeast(3.5) },
    { what: "… without SHA-256, which yazl has not", found: partWriter.oursCrcOnly / partWriter.yazl, ...atLeast(3.5) },
    { what: `layout of ${layout.entries} entries, s of CPU`, found: layout.cpuMs / 1000, ...atMost(5) },
  ];
}
