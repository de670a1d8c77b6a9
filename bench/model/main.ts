import { renderTable } from "../report/render-table.ts";
import { predictBackup } from "./predict-backup.ts";
import { PRICES } from "./prices.ts";
import { aDayLater, shapeOf } from "./tenant-shape.ts";

const GiB = 1024 ** 3;
const sizes = [1, 10, 100, 1_024, 10_240].map((gib) => ({ gib, shape: shapeOf(gib * GiB) }));
const workerCounts = [1, 4, 16, 64];

const duration = (seconds: number) =>
  seconds < 120
    ? `${seconds.toFixed(0)} s`
    : seconds < 7_200
      ? `${(seconds / 60).toFixed(0)} min`
      : `${(seconds / 3_600).toFixed(1)} h`;
const dollars = (value: number) => (value >= 100 ? `$${value.toFixed(0)}` : `$${value.toPrecision(2)}`);

console.log(`Worked out, not measured; prices of ${PRICES.region} as entered on ${PRICES.enteredOn}.\n`);
console.log(
  renderTable(
    [
      "tenant",
      "files",
      "backup",
      ...workerCounts.map((count) => (count === 1 ? "1 worker" : `${count} workers`)),
      "S3 requests",
      "price, 4 workers",
      "of it S3",
      "keeping a month",
    ],
    sizes.flatMap(({ gib, shape }) =>
      (
        [
          ["first", shape],
          ["second", aDayLater(shape)],
        ] as const
      ).map(([name, each]) => {
        const predicted = predictBackup(each, 4);
        return [
          gib >= 1_024 ? `${gib / 1_024} TiB` : `${gib} GiB`,
          String(shape.attachments),
          predicted.needsTask ? `${name}, dump by a task` : name,
          ...workerCounts.map((count) => duration(predictBackup(each, count).seconds)),
          String(Math.round(predicted.s3Requests)),
          dollars(predicted.total),
          dollars(predicted.s3),
          dollars(predicted.keeping),
        ];
      }),
    ),
  ),
);
