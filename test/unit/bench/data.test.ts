import { expect, test } from "vitest";
import { fileBodies } from "../../../bench/data/file-bodies.ts";
import { keyOf, planFiles } from "../../../bench/data/plan-files.ts";
import { prose } from "../../../infra/local/seed/prose.ts";
import { seededRandom } from "../../../infra/local/seed/seeded-random.ts";

const plan = (size: number) => planFiles(size, seededRandom(1, "test"));
const bytesOf = (files: ReturnType<typeof plan>) => files.reduce((sum, { bytes }) => sum + bytes, 0);
const GiB = 1024 ** 3;

test("plans 2,000 files and three of 100 MiB at size 1, about 1.03 GiB", () => {
  const files = plan(1);
  expect(files.filter(({ kind }) => kind !== "mp4")).toHaveLength(2_000);
  expect(files.filter(({ bytes }) => bytes === 100 * 1024 ** 2)).toHaveLength(3);
  expect(bytesOf(files) / GiB).toBeGreaterThan(0.98);
  expect(bytesOf(files) / GiB).toBeLessThan(1.08);
});

test("keeps to about a fifth of the bytes in text", () => {
  const files = plan(1);
  const text = files.filter(({ kind }) => kind === "txt" || kind === "csv");
  expect(bytesOf(text) / bytesOf(files)).toBeGreaterThan(0.15);
  expect(bytesOf(text) / bytesOf(files)).toBeLessThan(0.21);
});

test("plans the same files for the same seed", () => {
  expect(plan(0.01)).toEqual(plan(0.01));
});

test("names objects as OpenProject does", () => {
  expect(keyOf({ id: 7, name: "floor plan 3.png" })).toBe("uploads/attachment/file/7/floor plan 3.png");
});

test("makes files of exactly their planned length, each in the shell of its kind", () => {
  const random = seededRandom(1, "bodies");
  const bodies = fileBodies(random, prose(random));
  const heads = {
    png: "\x89PNG",
    pdf: "%PDF",
    docx: "PK\x03\x04",
    jpg: "\xff\xd8\xff",
    mp4: "\0\0\0\x18ftyp",
  } as const;
  for (const kind of ["png", "pdf", "docx", "jpg", "mp4"] as const) {
    const body = bodies.make({ kind, bytes: 10_000 });
    expect(body).toHaveLength(10_000);
    expect(body.toString("latin1").startsWith(heads[kind])).toBe(true);
  }
  for (const kind of ["txt", "csv"] as const) expect(bodies.make({ kind, bytes: 12_345 })).toHaveLength(12_345);
});
