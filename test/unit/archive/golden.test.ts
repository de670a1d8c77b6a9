import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { readEntry } from "../../../functions/domain/archive/read-entry.ts";
import { buildArchive } from "../../support/archive-build.ts";
import { rangesOf } from "../../support/archive-contents.ts";
import { isSignedBy } from "../../support/archive-signature.ts";
import { type GoldenArchive, goldenArchives } from "../../support/golden-archives.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const goldens = await goldenArchives();

/** All of it, by our own reader. */
async function readAll({ zip }: GoldenArchive): Promise<ReadonlyMap<string, Buffer>> {
  const read = rangesOf(zip);
  const contents = new Map<string, Buffer>();
  for await (const entry of listArchive(read, zip.length)) {
    contents.set(entry.path, Buffer.concat(await Array.fromAsync(readEntry(read, entry))));
  }
  return contents;
}

const textOf = (found: ReadonlyMap<string, Buffer>, path: string): string => found.get(path)?.toString() ?? "";

describe.each(goldens)("the golden archive $name", (golden) => {
  it("is opened by our reader, with every byte that went in", async () => {
    const found = await readAll(golden);
    const expected = golden.contents.entries.map(({ path }) => [
      path,
      sha256(golden.contents.bytesOf.get(path) ?? Buffer.alloc(0)),
    ]);
    expect(expected.map(([path = ""]) => [path, sha256(found.get(path) ?? Buffer.from("not there"))])).toEqual(
      expected,
    );
    expect(expected.length).toBeGreaterThan(5);
  });

  it("is signed by the key beside it: the signature binds the manifest, and that the entries", async () => {
    const found = await readAll(golden);
    const manifest = found.get("manifest.json") ?? Buffer.alloc(0);
    const signature = textOf(found, "manifest.json.jws");
    expect(isSignedBy(golden.publicKeyPem, manifest, signature)).toBe(true);
    expect(isSignedBy(golden.publicKeyPem, Buffer.concat([manifest, Buffer.from(" ")]), signature)).toBe(false);
    const { formatVersion, entriesList, dump } = JSON.parse(manifest.toString());
    expect(formatVersion).toBe(golden.formatVersion);
    expect(entriesList.sha256).toBe(sha256(found.get("entries.ndjson") ?? Buffer.alloc(0)));
    expect(dump.sha256).toBe(sha256(found.get(dump.path) ?? Buffer.alloc(0)));
    const lines = textOf(found, "entries.ndjson")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const sums = lines.filter(({ path }) => path !== undefined).map(({ path, sha256 }) => [path, sha256]);
    expect(sums).toEqual(sums.map(([path]) => [path, sha256(found.get(path) ?? Buffer.alloc(0))]));
    expect(new Set([...sums.map(([path]) => path), "entries.ndjson", "manifest.json", "manifest.json.jws"])).toEqual(
      new Set(found.keys()),
    );
  });
});

describe("today's writer", () => {
  it("gives the bytes of the newest golden archive, for the same inventory, dump and contents", async () => {
    const newest = goldens.at(-1);
    if (!newest) throw new Error("there is a golden archive");
    const signature = textOf(await readAll(newest), "manifest.json.jws").trimEnd();
    const facts = { backup: newest.backup, signature };
    const { bytes } = await buildArchive(newest.contents, ARCHIVE_LIMITS, undefined, facts);
    expect(bytes.equals(newest.zip)).toBe(true);
  });
});
