import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { anAttachment } from "../../support/archive-contents.ts";
import { aDump } from "../../support/archive-entries.ts";
import { readByPython, runReader as run, sha256Of, UNPACKERS, unpackedSums } from "../../support/foreign-readers.ts";
import { someArchive } from "../../support/some-archive.ts";
import { sparseArchive } from "../../support/sparse-archive.ts";

const { contents, archive } = await someArchive();
const folder = mkdtempSync(join(tmpdir(), "foreign-readers-"));
const zip = join(folder, "archive.zip");
writeFileSync(zip, archive.bytes);
afterAll(() => rmSync(folder, { recursive: true }));

const expected = new Map(
  contents.entries.map(({ path }) => [path, sha256Of(contents.bytesOf.get(path) ?? new Uint8Array())]),
);
const entries = contents.entries.length + 5;

/** Of what is unpacked, the attachments and the dump. */
const unpacked = (unpack: (into: string) => void): Map<string, string> =>
  new Map([...unpackedSums(unpack)].filter(([path]) => expected.has(path)));

/** More than 4 GiB, of which the disk keeps a few hundred bytes: an entry beyond 32 bits, one behind it, a dump. */
async function sparseFile(): Promise<string> {
  const path = join(folder, "sparse.zip");
  const nothing = new Uint8Array();
  const { bytes, pieces } = await sparseArchive([
    anAttachment(1, nothing, { bytes: 0x1_0000_0001 }),
    anAttachment(2, nothing, { bytes: 3 }),
    aDump({ bytes: 10 }),
  ]);
  const file = openSync(path, "w");
  for (const piece of pieces) writeSync(file, piece.bytes, 0, piece.bytes.length, piece.at);
  closeSync(file);
  return bytes === statSync(path).size ? path : "";
}

describe("an archive is read by programs that are not ours", () => {
  it.each(Object.entries(UNPACKERS))("%s unpacks it", (_, unpack) => {
    expect(unpacked((into) => unpack(zip, into))).toEqual(expected);
  });

  it("unzip and 7z find nothing wrong with it", () => {
    expect(run("unzip", "-t", zip)).toContain(`No errors detected in compressed data of ${zip}.`);
    expect(run("7z", "t", zip)).toContain("Everything is Ok");
  });

  it("Python's zipfile finds every byte, name and mode", () => {
    const found = readByPython(zip);
    for (const [path, sum] of expected) expect([path, found.get(path)]).toEqual([path, [0o100644, sum]]);
    expect(found.size).toBe(entries);
    expect([...found.keys()].slice(0, 2)).toEqual(["README.txt", "openproject.pgdump"]);
  });

  it("the checksums in its README's words are those of the manifest", () => {
    const into = mkdtempSync(join(folder, "sums"));
    run("unzip", "-q", zip, "-d", into);
    const manifest: { entriesList: { sha256: string }; dump: { sha256: string } } = JSON.parse(
      readFileSync(join(into, "manifest.json"), "utf8"),
    );
    expect(run("sha256sum", join(into, "entries.ndjson"))).toContain(manifest.entriesList.sha256);
    expect(run("sha256sum", join(into, "openproject.pgdump"))).toContain(manifest.dump.sha256);
  });

  it("all of them list an archive beyond 4 GiB, with its Zip64 fields", async () => {
    const path = await sparseFile();
    const sizes = "import sys, zipfile; print([i.file_size for i in zipfile.ZipFile(sys.argv[1]).infolist()][1:4])";
    expect(run("python3", "-c", sizes, path)).toBe("[10, 4294967297, 3]\n");
    expect(run("unzip", "-Zl", path)).toMatch(/4294967297 .* attachment\/file\/1\/file-1.bin/);
    expect(run("bsdtar", "-tvf", path)).toMatch(/ 4294967297 .* attachment\/file\/1\/file-1.bin/);
    expect(run("7z", "l", path)).toMatch(/ 4294967297 .* attachment\/file\/1\/file-1.bin/);
    expect(run("unzip", "-p", path, "README.txt")).toContain("BACKUP OF Acme projects");
  });
});
