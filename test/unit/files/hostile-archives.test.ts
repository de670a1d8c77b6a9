import { describe, expect, it } from "vitest";
import { EXTRACT_LIMITS } from "../../../functions/domain/extract/extract-limits.ts";
import { findEntry } from "../../../functions/domain/extract/find-entry.ts";
import { listFiles } from "../../../functions/domain/extract/list-files.ts";
import { listMissing } from "../../../functions/domain/extract/list-missing.ts";
import { aCraftedZip, type CraftedEntry } from "../../support/a-crafted-zip.ts";
import { HELD_ARCHIVE, heldArchives } from "../../support/a-held-archive.ts";
import { rangesOf } from "../../support/archive-contents.ts";

const README: CraftedEntry = { path: "README.txt", content: "read me" };
const damaged = expect.objectContaining({ code: "archive-corrupt" });

const list = async (zip: Buffer) => {
  const facts = { ...HELD_ARCHIVE, bytes: zip.length };
  return (await listFiles(heldArchives(zip), facts, { pageSize: 100 })).files.map(({ path }) => path);
};
const find = (zip: Buffer, path: string) => findEntry(rangesOf(zip), zip.length, path);

describe("an archive that somebody made", () => {
  it("is read where it is made as ours are", async () => {
    const zip = aCraftedZip([README, { path: "attachment/file/2/a" }, { path: "attachment/file/10/a" }]);
    expect(await list(zip)).toEqual(["README.txt", "attachment/file/2/a", "attachment/file/10/a"]);
    expect(await find(zip, "attachment/file/2/a")).toMatchObject({ bytes: 0 });
    expect(await find(zip, "attachment/file/3/a")).toBeUndefined();
  });

  it.each([
    ["../etc/passwd"],
    ["/etc/passwd"],
    ["C:/boot.ini"],
    ["C:boot.ini"],
    ["attachment/file/1/.."],
    ["attachment/file/1/../../../x"],
    ["attachment/file/1/a\\b"],
    ["attachment/file/1/"],
    ["attachment/file/01/a"],
    ["attachment/file/1/a/b"],
    ["other.txt"],
    [""],
    ["README.txt", "README.txt"],
    ["attachment/file/1/a", "attachment/file/1/a"],
    ["attachment/file/1/a", "attachment/file/1/b"],
    ["attachment/file/2/a", "attachment/file/1/a"],
    ["attachment/file/2/a", "README.txt"],
  ])("is refused with the paths %j %j", async (...paths) => {
    const zip = aCraftedZip(paths.map((path) => ({ path })));
    await expect(list(zip)).rejects.toEqual(damaged);
    await expect(find(zip, paths[0] ?? "")).rejects.toEqual(damaged);
  });

  it.each<[string, NonNullable<CraftedEntry["record"]>]>([
    ["a link", (record) => record.writeUInt32LE(0o120777 * 0x1_0000, 38)],
    ["a folder", (record) => record.writeUInt32LE(0o040755 * 0x1_0000, 38)],
    ["a deflated entry", (record) => record.writeUInt16LE(8, 10)],
    ["an encrypted entry", (record) => record.writeUInt16LE(0x801, 8)],
    ["two sizes that disagree", (record) => record.writeUInt32LE(7_000, 20)],
    ["an entry that reaches into the directory", (record) => record.fill(0x7f, 20, 21).fill(0x7f, 24, 25)],
    ["an entry beyond the end", (record) => record.writeUInt32LE(100_000, 42)],
    ["a record that is none", (record) => record.writeUInt32LE(7, 0)],
    ["a comment", (record) => record.writeUInt16LE(4, 32)],
    ["a name longer than the directory", (record) => record.writeUInt16LE(60_000, 28)],
    ["a Zip64 size that is not there", (record) => record.fill(0xff, 20, 28)],
    ["a Zip64 place that is not there", (record) => record.fill(0xff, 42, 46)],
    ["bytes that are no text", (record) => record.fill(0xff, 46, 47)],
  ])("is refused with %s", async (_, record) => {
    const zip = aCraftedZip([{ ...README, record }, { path: "manifest.json" }]);
    await expect(list(zip)).rejects.toEqual(damaged);
    await expect(find(zip, "manifest.json")).rejects.toEqual(damaged);
  });

  it.each([0, 1, 3, 65_535, 5_000_000])("is refused when it declares %s entries and has two", async (declared) => {
    const zip = aCraftedZip([README, { path: "manifest.json" }], declared);
    await expect(find(zip, "README.txt")).rejects.toEqual(damaged);
    await expect(list(zip)).rejects.toEqual(damaged);
  });

  it.each([
    ["with something behind its end", (zip: Buffer) => Buffer.concat([zip, Buffer.from("x")])],
    ["that was cut", (zip: Buffer) => zip.subarray(0, -1)],
    ["that is too short to be one", (zip: Buffer) => zip.subarray(0, 10)],
    ["with a comment", (zip: Buffer) => Buffer.concat([withUInt16(zip, zip.length - 2, 1), Buffer.from("x")])],
    ["whose directory begins elsewhere", (zip: Buffer) => withUInt16(zip, zip.length - 6, 1)],
  ])("%s is refused", async (_, change) => {
    await expect(list(change(aCraftedZip([README])))).rejects.toEqual(damaged);
  });

  it("is refused without the list of what is missing, or with another one", async () => {
    const last = ["entries.ndjson", "manifest.json", "manifest.json.jws"].map((path) => ({ path }));
    const lists = [
      undefined,
      "",
      "another heading\n",
      `${HEADING}1\t"a"\tunknown reason\n`,
      `${HEADING}1\tname\tnot in the attachment store\n`,
      `${HEADING}1\t"a"\tnot in the attachment store`,
    ];
    for (const content of lists) {
      const zip = aCraftedZip([
        README,
        ...(content === undefined ? [] : [{ path: "MISSING_ATTACHMENTS.txt", content }]),
        ...last,
      ]);
      const listed = listMissing(heldArchives(zip), { ...HELD_ARCHIVE, bytes: zip.length }, { pageSize: 10 });
      await expect(listed).rejects.toEqual(damaged);
    }
  });
});

describe("a cursor that no page gave", () => {
  const zip = aCraftedZip([README, { path: "attachment/file/2/a" }]);
  const facts = { ...HELD_ARCHIVE, bytes: zip.length };

  it.each([1, 45, 55, 200, 10_000_000])("leads nowhere in the list of files (%s)", async (after) => {
    const listed = listFiles(heldArchives(zip), facts, { pageSize: 10, after });
    await expect(listed).rejects.toMatchObject({ code: "constraint-violation", details: { attribute: "cursor" } });
  });

  it.each([0, 1, 70, 100_000])("leads nowhere in the list of what is missing (%s)", async (after) => {
    const listed = listMissing(heldArchives(), HELD_ARCHIVE, { pageSize: 10, after });
    await expect(listed).rejects.toMatchObject({ code: "constraint-violation", details: { attribute: "cursor" } });
  });
});

it("reads of a directory no more than a page may, and of an archive no more than a directory", async () => {
  const paths = Array.from({ length: 2_000 }, (_, index) => ({ path: `attachment/file/${index}/file` }));
  const zip = aCraftedZip(paths);
  const { archives } = heldArchives(zip);
  let bytes = 0;
  const counted: typeof archives.read = (archive, first, last) => {
    bytes += last - first + 1;
    return archives.read(archive, first, last);
  };
  const deps = {
    archives: { read: counted },
    extractLimits: { ...EXTRACT_LIMITS, windowBytesMax: 4_000, pageBytesMax: 20_000 },
  };
  const { files, next } = await listFiles(
    deps,
    { ...HELD_ARCHIVE, bytes: zip.length },
    { pageSize: 10, name: "nowhere" },
  );
  expect(files).toEqual([]);
  expect(next).toBeGreaterThanOrEqual(20_000);
  expect(bytes).toBeLessThan(26_000);
});

const HEADING = "These attachments are known to the database but are not in this archive.\n\nid\tfile\twhy\n";

function withUInt16(zip: Buffer, at: number, value: number): Buffer {
  const changed = Buffer.from(zip);
  changed.writeUInt16LE(value, at);
  return changed;
}
