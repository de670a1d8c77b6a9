import { expect, test } from "vitest";
import { predictBackup } from "../../../bench/model/predict-backup.ts";
import { predictWork } from "../../../bench/model/predict-requests.ts";
import { PRICES } from "../../../bench/model/prices.ts";
import { s3Price } from "../../../bench/model/s3-classes.ts";
import { aDayLater, shapeOf } from "../../../bench/model/tenant-shape.ts";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { createLayouter } from "../../../functions/domain/archive/layouter.ts";
import { planParts } from "../../../functions/domain/archive/plan-parts.ts";
import { seededRandom } from "../../../infra/local/seed/seeded-random.ts";

const GiB = 1024 ** 3;

test("charges parts and copies as writes, reads as reads, and deletes not at all", () => {
  expect(s3Price({ UploadPart: 1_000, UploadPartCopy: 1_000 })).toBeCloseTo(2_000 * PRICES.s3WriteRequest);
  expect(s3Price({ GetObject: 1_000 })).toBeCloseTo(1_000 * PRICES.s3ReadRequest);
  expect(s3Price({ DeleteObject: 1_000 })).toBe(0);
});

test("makes a tenant of as many bytes as were asked for", () => {
  const shape = shapeOf(100 * GiB);
  expect(shape.attachmentBytes).toBeCloseTo(90 * GiB);
  expect(shape.bigBytes).toBeLessThan(shape.attachmentBytes);
});

test("foresees within a tenth as many parts as the layout makes of such a tenant", () => {
  const shape = shapeOf(20 * GiB);
  const random = seededRandom(1, "shape");
  const ordinary = shape.attachments - shape.bigAttachments;
  const mean = (shape.attachmentBytes - shape.bigBytes) / ordinary;
  const sizes = [
    ...Array.from({ length: ordinary }, () => random.whole(0, 2 * mean)),
    ...Array.from({ length: shape.bigAttachments }, () => 100 * 1024 ** 2),
  ];
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const layouter = createLayouter(planParts({ entries: sizes.length, bytes }), ARCHIVE_LIMITS);
  let parts = 0;
  for (const [index, size] of sizes.entries()) {
    const file = `file ${index}.png`;
    const place = { path: `attachment/file/${index}/${file}`, md5: "", key: file, etag: "" };
    const entry = { kind: "attachment", id: index, file, bytes: size, ...place } as const;
    parts += layouter.add(entry, { offset: 0, bytes: 0 }).length;
  }
  parts += layouter.end().length - 1;
  const foreseen = predictWork({ ...shape, dumpBytes: 0 }, 4).parts;
  expect(Math.abs(foreseen - parts) / parts).toBeLessThan(0.1);
});

test("asks for far less a day later than for the first time", () => {
  const shape = shapeOf(100 * GiB);
  const first = predictBackup(shape, 4);
  const second = predictBackup(aDayLater(shape), 4);
  expect(second.s3Requests * 20).toBeLessThan(first.s3Requests);
  expect(second.total * 5).toBeLessThan(first.total);
});

test("never takes longer with more workers", () => {
  const shape = shapeOf(1_024 * GiB);
  const times = [1, 4, 16, 64].map((workers) => predictBackup(shape, workers).seconds);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});
