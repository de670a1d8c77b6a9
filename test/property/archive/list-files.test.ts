import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { fileNameOf } from "../../../functions/domain/extract/archive-file.ts";
import { EXTRACT_LIMITS } from "../../../functions/domain/extract/extract-limits.ts";
import { listFiles } from "../../../functions/domain/extract/list-files.ts";
import { listMissing } from "../../../functions/domain/extract/list-missing.ts";
import { HELD_ARCHIVE, heldArchives } from "../../support/a-held-archive.ts";
import { buildArchive } from "../../support/archive-build.ts";
import { anAttachment, rangesOf, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const name = fc.oneof(
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom("Übersicht.pdf", "übersicht.pdf".normalize("NFD"), "a\tb\nc", '"', "\\u0041", "con", ".."),
);
const missing = fc.oneof(
  fc.record({ why: fc.constantFrom("gone" as const, "changed" as const) }),
  fc.record({ why: fc.constant("other-size" as const), recordedBytes: fc.nat(), foundBytes: fc.nat() }),
);
const wished = fc.array(
  fc.record({ file: name, gap: fc.integer({ min: 1, max: 900 }), missing: fc.option(missing, { freq: 3 }) }),
  {
    maxLength: 25,
  },
);

/** An archive of these attachments, and what is missing of them. */
async function archiveOf(wishes: typeof wished extends fc.Arbitrary<infer Value> ? Value : never) {
  let id = 0;
  const lines = wishes.map(({ file, gap, missing: why }) => {
    id += gap;
    const content = Buffer.from(`content of ${id}`);
    return why === null
      ? ([anAttachment(id, content, { file }), content] as const)
      : { kind: "missing" as const, id, file: file.toWellFormed(), ...why };
  });
  const contents = await someContents(lines, Buffer.from("the dump"));
  const { bytes } = await buildArchive(contents, smallLimits());
  const gone = lines.flatMap((line) => ("kind" in line ? [line] : []));
  return { bytes, gone, facts: { ...HELD_ARCHIVE, bytes: bytes.length, missing: gone.length } };
}

const page = fc.record({
  pageSize: fc.integer({ min: 1, max: 12 }),
  windowBytesMin: fc.integer({ min: 1, max: 400 }),
  windowBytesMax: fc.integer({ min: 1, max: 2_000 }),
  pageBytesMax: fc.integer({ min: 1, max: 1_000 }),
});

describe("the files of an archive", () => {
  it("are those that another reader finds, in pages of any size, read in windows of any length", async () => {
    await fc.assert(
      fc.asyncProperty(wished, page, fc.option(name), async (wishes, { pageSize, ...limits }, sought) => {
        const { bytes, facts } = await archiveOf(wishes);
        const deps = { ...heldArchives(bytes), extractLimits: { ...EXTRACT_LIMITS, ...limits } };
        const found: string[] = [];
        const wish = { pageSize, ...(sought === null ? {} : { name: sought }) };
        for (let after: number | undefined = 0; after !== undefined; ) {
          const { files, next }: Awaited<ReturnType<typeof listFiles>> = await listFiles(deps, facts, {
            ...wish,
            after,
          });
          expect(files.length).toBeLessThanOrEqual(pageSize);
          found.push(...files.map(({ path }) => path));
          after = next;
        }
        const all = (await Array.fromAsync(listArchive(rangesOf(bytes), bytes.length))).map(({ path }) => path);
        expect(found).toEqual(all.filter((path) => sought === null || isNamed(path, sought)));
      }),
      { numRuns: 150 },
    );
  });

  it("that are missing are those that went missing, in pages of any size", async () => {
    await fc.assert(
      fc.asyncProperty(wished, fc.integer({ min: 1, max: 8 }), async (wishes, pageSize) => {
        const { bytes, gone, facts } = await archiveOf(wishes);
        const deps = heldArchives(bytes);
        const found: unknown[] = [];
        for (let after: number | undefined, isFirst = true; isFirst || after !== undefined; isFirst = false) {
          const { missing: some, next }: Awaited<ReturnType<typeof listMissing>> = await listMissing(deps, facts, {
            pageSize,
            ...(after === undefined ? {} : { after }),
          });
          found.push(...some.map(({ id, file, why }) => ({ id, file, why })));
          after = next;
        }
        expect(found).toEqual(gone.map(({ id, file, why }) => ({ id, file, why })));
      }),
      { numRuns: 150 },
    );
  });
});

const plain = (text: string): string => text.normalize("NFC").toLowerCase();

const isNamed = (path: string, sought: string): boolean =>
  plain(fileNameOf(path)).includes(plain(sought)) ||
  (path.startsWith("attachment/") && (path.split("/")[2] ?? "").includes(plain(sought)));
