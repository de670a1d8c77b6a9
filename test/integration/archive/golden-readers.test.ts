import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findPostgres } from "../../../infra/local/postgres/find-postgres.ts";
import { readByPython, runReader, sha256Of, UNPACKERS, unpackedSums } from "../../support/foreign-readers.ts";
import { goldenArchives } from "../../support/golden-archives.ts";

describe.each(await goldenArchives())("the golden archive $name", ({ zipFile, contents }) => {
  const expected = contents.entries.map(
    ({ path }) => [path, sha256Of(contents.bytesOf.get(path) ?? Buffer.alloc(0))] as const,
  );
  const among = (found: ReadonlyMap<string, string>) => expected.map(([path]) => [path, found.get(path)]);

  it.each(Object.entries(UNPACKERS))("is unpacked by %s", (_, unpack) => {
    expect(among(unpackedSums((into) => unpack(zipFile, into)))).toEqual(expected);
  });

  it("passes the tests of unzip, 7z and Python's zipfile", () => {
    expect(runReader("unzip", "-t", zipFile)).toContain("No errors detected");
    expect(runReader("7z", "t", zipFile)).toContain("Everything is Ok");
    const found = readByPython(zipFile);
    expect(among(new Map([...found].map(([path, [, sum]]) => [path, sum])))).toEqual(expected);
    expect([...found.keys()].slice(0, 2)).toEqual(["README.txt", "openproject.pgdump"]);
  });

  it("has a dump that pg_restore reads", () => {
    const dump = contents.bytesOf.get("openproject.pgdump") ?? Buffer.alloc(0);
    const { bin } = findPostgres();
    const table = execFileSync(join(bin, "pg_restore"), ["--list"], { input: dump, encoding: "utf8" });
    expect(table).toMatch(/TABLE DATA public projects/);
  });
});
