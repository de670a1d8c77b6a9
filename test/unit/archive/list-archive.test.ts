import { describe, expect, it } from "vitest";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { aCraftedZip } from "../../support/a-crafted-zip.ts";
import { rangesOf } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

type Change = (record: Buffer) => void;

/** A ZIP of empty entries; `change` touches the directory's record of the first. */
const zipOf = (paths: readonly string[], change: Change = () => undefined): Buffer =>
  aCraftedZip(paths.map((path, index) => (index === 0 ? { path, record: change } : { path })));
const list = (zip: Buffer) => Array.fromAsync(listArchive(rangesOf(zip), zip.length));
const refused = expect.objectContaining({ code: "archive-corrupt" });

describe("listArchive", () => {
  it("lists what is plain", async () => {
    const zip = zipOf(["README.txt", "attachment/file/2/a", "attachment/file/10/a"]);
    expect((await list(zip)).map(({ path }) => path)).toEqual([
      "README.txt",
      "attachment/file/2/a",
      "attachment/file/10/a",
    ]);
  });

  it.each([
    ["../etc/passwd"],
    ["/etc/passwd"],
    ["C:/boot.ini"],
    ["attachment/file/1/../../../x"],
    ["attachment/file/1/a\\b"],
    ["attachment/file/1/"],
    ["attachment/file/01/a"],
    ["attachment/file/1/a/b"],
    ["other.txt"],
    [""],
    ["README.txt", "README.txt"],
    ["attachment/file/1/a", "attachment/file/1/b"],
    ["attachment/file/2/a", "attachment/file/1/a"],
  ])("refuses the names %j %j", async (...paths) => {
    await expect(list(zipOf(paths))).rejects.toEqual(refused);
  });

  it.each<[string, Change]>([
    ["a link", (record) => record.writeUInt32LE(0o120777 * 0x1_0000, 38)],
    ["a folder", (record) => record.writeUInt32LE(0o040755 * 0x1_0000, 38)],
    ["a deflated entry", (record) => record.writeUInt16LE(8, 10)],
    ["an encrypted entry", (record) => record.writeUInt16LE(0x801, 8)],
    ["sizes that disagree", (record) => record.writeUInt32LE(7, 20)],
    ["an entry beyond the end", (record) => record.writeUInt32LE(100_000, 42)],
    ["a record that is none", (record) => record.writeUInt32LE(7, 0)],
    ["a name longer than the file", (record) => record.writeUInt16LE(60_000, 28)],
  ])("refuses %s", async (_, change) => {
    await expect(list(zipOf(["README.txt", "manifest.json"], change))).rejects.toEqual(refused);
  });

  it("refuses more entries than an archive can hold, before it reads them", async () => {
    const zip = zipOf(["attachment/file/1/a"]);
    zip.writeUInt16LE(5_000, zip.length - 12);
    const entries = listArchive(rangesOf(zip), zip.length, smallLimits({ entriesMax: 100 }));
    await expect(entries.next()).rejects.toMatchObject({ details: { entries: 5_000 } });
  });

  it("hands on what the store refuses", async () => {
    const gone = new Failure("store-not-found");
    const entries = listArchive(() => {
      throw gone;
    }, 1000);
    await expect(entries.next()).rejects.toBe(gone);
  });
});
