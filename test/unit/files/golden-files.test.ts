import { describe, expect, it } from "vitest";
import { decodeInventory } from "../../../functions/domain/archive/inventory-reader.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { listFiles } from "../../../functions/domain/extract/list-files.ts";
import { listMissing } from "../../../functions/domain/extract/list-missing.ts";
import { HELD_ARCHIVE, heldArchives } from "../../support/a-held-archive.ts";
import { inChunks, rangesOf } from "../../support/archive-contents.ts";
import { goldenArchives } from "../../support/golden-archives.ts";

/** Archives are kept for years: what their lists and reasons were written with has to be read for as long. */
describe.each(await goldenArchives())("the golden archive $name", ({ zip, contents }) => {
  it("is listed as another reader lists it", async () => {
    const { files } = await listFiles(heldArchives(zip), { ...HELD_ARCHIVE, bytes: zip.length }, { pageSize: 1_000 });
    const others = await Array.fromAsync(listArchive(rangesOf(zip), zip.length));
    expect(files.map(({ path, bytes, crc32, offset }) => ({ path, bytes, crc32, offset }))).toEqual(others);
  });

  it("tells what is missing in it, and why", async () => {
    const lines = (await Array.fromAsync(decodeInventory(inChunks(contents.inventory)))).map(({ line }) => line);
    const gone = lines.flatMap((line) =>
      line.kind === "missing" ? [{ id: line.id, file: line.file, why: line.why }] : [],
    );
    const facts = { ...HELD_ARCHIVE, bytes: zip.length, missing: gone.length };
    const { missing } = await listMissing(heldArchives(zip), facts, { pageSize: 100 });
    expect(gone.length).toBeGreaterThan(0);
    expect(missing.map(({ id, file, why }) => ({ id, file, why }))).toEqual(gone);
  });
});
