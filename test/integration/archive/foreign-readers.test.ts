import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { anAttachment } from "../../support/archive-contents.ts";
import { aDump } from "../../support/archive-entries.ts";
import { someArchive } from "../../support/some-archive.ts";
import { sparseArchive } from "../../support/sparse-archive.ts";

const { contents, archive } = await someArchive();
const folder = mkdtempSync(join(tmpdir(), "foreign-readers-"));
const zip = join(folder, "archive.zip");
writeFileSync(zip, archive.bytes);
afterAll(() => rmSync(folder, { recursive: true }));

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" } });
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const expected = new Map(
  contents.entries.map(({ path }) => [path, sha256(contents.bytesOf.get(path) ?? new Uint8Array())]),
);
const entries = contents.entries.length + 5;

/** What is there after `unpack`, in a folder of its own. */
function unpacked(name: string, unpack: (into: string) => void): Map<string, string> {
  const into = mkdtempSync(join(folder, name));
  unpack(into);
  return new Map([...expected.keys()].map((path) => [path, sha256(readFileSync(join(into, path)))]));
}

const PYTHON_CHECK = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({i.filename: [i.external_attr >> 16, hashlib.sha256(archive.read(i)).hexdigest()] for i in archive.infolist()}))
`;

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
  it("unzip tests and unpacks it", () => {
    expect(run("unzip", "-t", zip)).toContain(`No errors detected in compressed data of ${zip}.`);
    expect(unpacked("unzip", (into) => run("unzip", "-q", zip, "-d", into))).toEqual(expected);
  });

  it("Python's zipfile finds every byte, name and mode", () => {
    const found: Record<string, [number, string]> = JSON.parse(run("python3", "-c", PYTHON_CHECK, zip));
    for (const [path, sum] of expected) expect([path, found[path]]).toEqual([path, [0o100644, sum]]);
    expect(Object.keys(found).length).toBe(entries);
    expect(Object.keys(found).slice(0, 2)).toEqual(["README.txt", "openproject.pgdump"]);
  });

  it("bsdtar unpacks it, also as a stream that it cannot seek in", () => {
    const env = { ...process.env, LC_ALL: "C.UTF-8" };
    const streamed = (into: string) => execFileSync("bsdtar", ["-xf", "-", "-C", into], { input: archive.bytes, env });
    expect(unpacked("bsdtar", (into) => run("bsdtar", "-xf", zip, "-C", into))).toEqual(expected);
    expect(unpacked("stream", streamed)).toEqual(expected);
  });

  it("7z tests and unpacks it", () => {
    expect(run("7z", "t", zip)).toContain("Everything is Ok");
    expect(unpacked("7z", (into) => run("7z", "x", `-o${into}`, zip))).toEqual(expected);
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
