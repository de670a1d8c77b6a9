import { backupPrice } from "../model/backup-price.ts";
import { requestCount } from "../model/s3-classes.ts";
import { median } from "../report/median.ts";
import { renderTable } from "../report/render-table.ts";
import { cofferFirstWay, cofferSecondWay } from "../ways/coffer-ways.ts";
import type { SizeRuns } from "./run-bench.ts";
import type { WayRuns } from "./run-ways.ts";

/** What Coffer's two backups moved and asked for: counted by the store, not by the worker. */
export function renderCosts({ ways }: SizeRuns): string {
  const runs = [cofferFirstWay, cofferSecondWay].map(({ name }) => ({ name, runs: runsOf(ways, name) }));
  const operations = [
    ...new Set(runs.flatMap(({ runs }) => runs.flatMap((made) => Object.keys(made.s3.requests)))),
  ].sort((a, b) => a.localeCompare(b));
  const row = (title: string, value: (made: ReturnType<typeof runsOf>[number]) => number, digits = 0) => [
    title,
    ...runs.map(({ runs }) => median(runs.map(value)).toFixed(digits)),
  ];
  return renderTable(
    ["", ...runs.map(({ name }) => name)],
    [
      row("of its wall, until the dump is there, %", ({ stages }) => (stages.dumped / stages.ready) * 100),
      row("archive, MiB", ({ archive }) => archive.bytes / 1024 ** 2, 1),
      row("of it the dump, MiB", ({ dump }) => dump.dumpBytes / 1024 ** 2, 1),
      row("from the store to the worker, MiB", ({ s3 }) => s3.bytesOut / 1024 ** 2, 1),
      row("from the worker to the store, MiB", ({ s3 }) => s3.bytesIn / 1024 ** 2, 1),
      row("parts", ({ parts }) => parts),
      ...operations.map((operation) => row(`S3 ${operation}`, ({ s3 }) => s3.requests[operation] ?? 0)),
      row("S3 requests, all", ({ s3 }) => requestCount(s3.requests)),
      row("DynamoDB requests", ({ otherRequests }) => otherRequests.dynamo),
      row("SQS requests", ({ otherRequests }) => otherRequests.sqs),
      row("invocations of the worker", ({ invocations }) => invocations),
      row("price on AWS, US cents", (made) => backupPrice(made).total * 100, 3),
      row("of it requests to S3", (made) => backupPrice(made).s3 * 100, 3),
    ],
  );
}

export const runsOf = (ways: readonly WayRuns[], name: string) =>
  (ways.find((way) => way.name === name)?.runs ?? []).flatMap(({ result }) => result.made ?? []);
