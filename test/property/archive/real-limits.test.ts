import * as fc from "fast-check";
import { expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { entryPath } from "../../../functions/domain/archive/entry-path.ts";
import { encodeInventory } from "../../../functions/domain/archive/inventory.ts";
import { layOut } from "../../support/archive-build.ts";
import { aSnapshot } from "../../support/archive-contents.ts";
import { aDump } from "../../support/archive-entries.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

const around = (...bounds: readonly number[]) => fc.constantFrom(...bounds.flatMap((at) => [at - 1, at, at + 1]));
const sizes = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: around(1, 5 * MiB, 8 * MiB, 16 * MiB) },
    { weight: 4, arbitrary: fc.nat(20 * MiB) },
    { weight: 1, arbitrary: around(4 * GiB, 5 * GiB) },
    { weight: 1, arbitrary: fc.nat(1024 * GiB) },
  ),
  { maxLength: 30 },
);

const anEntry = (bytes: number, id: number) =>
  ({ kind: "attachment", id, file: "x", path: entryPath(id, "x"), bytes, md5: "", key: "", etag: "" }) as const;

it("a layout keeps to S3's own limits, whatever the sizes", async () => {
  let copied = 0;
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(GiB), async (attachments, dumpBytes) => {
      const entries = [...attachments.map(anEntry), aDump({ bytes: dumpBytes })];
      const inventory = Buffer.concat(await Array.fromAsync(encodeInventory([aSnapshot(), ...entries])));
      const { parts } = await layOut({ inventory, entries }, ARCHIVE_LIMITS);
      const copies = parts.filter((part) => part.kind === "body");
      copied += copies.length;
      expect({
        notAPart: parts.filter(({ bytes }) => bytes < 5 * MiB || bytes > 5 * GiB),
        copiedFromTooSmall: copies.filter(({ firstEntry }) => (entries[firstEntry]?.bytes ?? 0) <= 5 * MiB),
      }).toEqual({ notAPart: [], copiedFromTooSmall: [] });
      expect(parts.length).toBeLessThanOrEqual(9_500);
    }),
    { numRuns: 60 },
  );
  expect(copied).toBeGreaterThan(0);
});
