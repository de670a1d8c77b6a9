import { predictWork } from "../model/predict-requests.ts";
import { requestCount, s3Price } from "../model/s3-classes.ts";
import type { TenantShape } from "../model/tenant-shape.ts";
import { median } from "../report/median.ts";
import { renderTable } from "../report/render-table.ts";
import { cofferFirstWay, cofferSecondWay } from "../ways/coffer-ways.ts";
import { runsOf } from "./render-costs.ts";
import type { SizeRuns } from "./run-bench.ts";

/** The bench's worker is one process, which takes one message after the other. */
const PROCESSES = 1;

/** What the model says of the backups that were made, and what the store counted. */
export function renderModel(sizes: readonly SizeRuns[]): string {
  const rows = sizes.flatMap((size, index) =>
    [cofferFirstWay, cofferSecondWay].flatMap(({ name, isSecond = false }) => {
      const runs = runsOf(size.ways, name);
      if (runs.length === 0) return [];
      const { changed, ...attachments } = size.attachments;
      const dumpBytes = median(runs.map(({ dump }) => dump.dumpBytes));
      const shape: TenantShape = { ...attachments, dumpBytes, ...(isSecond ? { changed } : {}) };
      const { requests } = predictWork(shape, PROCESSES);
      const counted = runs.map(({ s3 }) => s3.requests);
      const compare = (value: (of: typeof requests) => number, digits: number) => {
        const [said, found] = [value(requests), median(counted.map(value))];
        return [said.toFixed(digits), found.toFixed(digits), `${(((said - found) / found) * 100).toFixed(0)} %`];
      };
      return [[`${name}, tenant ${index + 1}`, ...compare(requestCount, 0), ...compare((of) => s3Price(of) * 100, 3)]];
    }),
  );
  const head = ["", "requests, model", "counted", "difference", "US cents for S3, model", "counted", "difference"];
  return renderTable(head, rows);
}
