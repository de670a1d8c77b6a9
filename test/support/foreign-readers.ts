import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";

const env = { ...process.env, LC_ALL: "C.UTF-8" };

/** What a program that is not ours says. Throws if it ends with anything but 0. */
export const runReader = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", env });

/** Each unpacks an archive into a folder. */
export const UNPACKERS = {
  unzip: (zip, into) => void runReader("unzip", "-q", zip, "-d", into),
  bsdtar: (zip, into) => void runReader("bsdtar", "-xf", zip, "-C", into),
  "bsdtar from a stream that it cannot seek in": (zip, into) =>
    void execFileSync("bsdtar", ["-xf", "-", "-C", into], { input: readFileSync(zip), env }),
  "7z": (zip, into) => void runReader("7z", "x", `-o${into}`, zip),
} as const satisfies Record<string, (zip: string, into: string) => void>;

/** SHA-256 of each file that is there after unpacking, by its path. */
export function unpackedSums(unpack: (into: string) => void): Map<string, string> {
  const into = mkdtempSync(join(tmpdir(), "coffer-unpacked-"));
  try {
    unpack(into);
    const files = readdirSync(into, { recursive: true, withFileTypes: true }).filter((found) => found.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name));
    return new Map(paths.map((path) => [relative(into, path), sha256Of(readFileSync(path))]));
  } finally {
    rmSync(into, { recursive: true });
  }
}

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const PYTHON_CHECK = `
import hashlib, json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    assert archive.testzip() is None
    print(json.dumps({i.filename: [i.external_attr >> 16, hashlib.sha256(archive.read(i)).hexdigest()] for i in archive.infolist()}))
`;

/** Mode and SHA-256 of each entry, by its path and in the archive's order. */
export const readByPython = (zip: string): Map<string, [number, string]> =>
  new Map(Object.entries(JSON.parse(runReader("python3", "-c", PYTHON_CHECK, zip))));
