import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DeleteObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { entryPath } from "../../../functions/domain/archive/entry-path.ts";
import { aBadInputCloud, type BadInputCloud } from "../../support/a-bad-input-cloud.ts";
import { until } from "../../support/a-demo-cloud.ts";
import {
  endOf,
  inDatabase,
  makeArchive,
  peakMemoryMiB,
  putAttachment,
  putObject,
  requestBackup,
  STORE,
  saveArchive,
} from "../../support/bad-backup.ts";
import { allLogs } from "../../support/traces.ts";

const run = (program: string, ...args: readonly string[]): string =>
  execFileSync(program, args, { encoding: "utf8", env: { ...process.env, LC_ALL: "C.UTF-8" }, maxBuffer: 2 ** 28 });

let world: BadInputCloud;
beforeAll(async () => {
  world = await aBadInputCloud();
});
beforeEach(() => inDatabase(world, "delete from attachments"));
afterAll(() => world?.close());

const HOSTILE = [
  "../../../../../../tmp/escaped.txt",
  "..",
  "/etc/passwd",
  "..\\..\\boot.ini",
  "C:\\autoexec.bat",
  "\u0001bell\u0007\u001b[31mred\r\nnext line\u007f.txt",
  "📎 Rundgang 🏗️ 👩‍🚒.png",
  "invoice\u202efdp.exe",
  "\u061c\u2067عقد\u2069.pdf",
  `${"ä".repeat(126)}.md`,
  `${"x".repeat(251)}.pdf`,
  "same name.txt",
  "same name.txt",
  "Türliste.csv".normalize("NFC"),
  "Türliste.csv".normalize("NFD"),
  "nul",
  "aux.txt",
  " .hidden. ",
  "a+b%2e%2e%2fc & <d> 'e' \"f\" $(g) `h`;i|j*?.txt",
].map((file, index) => ({ id: 201 + index, file, content: `content of ${index}` }));

const GIVEN = [...HOSTILE, { id: 300, file: "nothing.txt", content: "" }];

/** Some readers compose characters while they unpack. */
const plain = (path: string): string => path.normalize("NFC");

describe("attachments with names nobody should give", () => {
  let file: string;
  beforeAll(async () => {
    await inDatabase(world, "delete from attachments");
    for (const attachment of GIVEN) await putAttachment(world, attachment);
    const made = await makeArchive(world, "names.zip");
    if (made.message !== null) throw new Error(made.message);
    file = made.file;
  });

  it.each<[string, (into: string) => void]>([
    ["unzip", (into) => run("unzip", "-q", file, "-d", into)],
    ["bsdtar", (into) => run("bsdtar", "-xf", file, "-C", into)],
    ["7z", (into) => run("7z", "x", `-o${into}`, file)],
    [
      "Python",
      (into) =>
        run("python3", "-c", "import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", file, into),
    ],
  ])("are unpacked by %s, each in its own folder and with its bytes", (reader, unpack) => {
    const outer = join(world.directory, `unpacked by ${reader}`);
    const into = join(outer, "a", "b", "c");
    mkdirSync(into, { recursive: true });
    unpack(into);
    const outside = readdirSync(outer, { recursive: true }).map(String);
    expect(outside.filter((path) => !path.startsWith("a/b/c/"))).toEqual(["a", "a/b", "a/b/c"]);
    const found = readdirSync(join(into, "attachment"), { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map(({ parentPath, name }) => join(parentPath, name));
    const told = found.map((path): [string, string] => [
      plain(path.slice(into.length + 1)),
      readFileSync(path, "utf8"),
    ]);
    expect(new Map(told)).toEqual(
      new Map(GIVEN.map(({ id, file: name, content }) => [plain(entryPath(id, name)), content])),
    );
  });

  it("are tested whole by all of them, and keep their names in the list", () => {
    run("unzip", "-tqq", file);
    run("7z", "t", file);
    run("bsdtar", "-tf", file);
    run("python3", "-c", "import sys, zipfile; assert zipfile.ZipFile(sys.argv[1]).testzip() is None", file);
    const lines = run("unzip", "-p", file, "entries.ndjson")
      .trim()
      .split("\n")
      .map((line): { id?: number; file?: string } => JSON.parse(line));
    const names = lines.flatMap(({ id, file: name }) => (id === undefined ? [] : [{ id, file: name }]));
    expect(names).toEqual(GIVEN.map(({ id, file: name }) => ({ id, file: name })));
  });
});

describe("attachments that change between listing and packing", () => {
  it("are named as changed, and the others are in the archive as they were", async () => {
    const { faults } = world.cloud.services.s3;
    const names = ["kept", "replaced", "replaced by as many bytes", "cut short", "deleted", "grown"];
    for (const [index, file] of names.entries()) {
      await putAttachment(world, { id: 401 + index, file, content: `the content of ${file}` });
    }
    faults.resetCounts();
    faults.arm({ operation: "CreateMultipartUpload", nth: 1, effect: { kind: "delay", ms: 4_000 } });
    const job = await requestBackup(world);
    await until("the layout", () => ((faults.counts.get("CreateMultipartUpload") ?? 0) > 0 ? true : undefined));
    await putObject(world, "402/replaced", "other bytes");
    await putObject(world, "403/replaced by as many bytes", "THE CONTENT OF REPLACED BY AS MANY BYTES".slice(0, 40));
    await putObject(world, "404/cut short", "the con");
    await world.cloud.services.clients.s3.send(
      new DeleteObjectCommand({ Bucket: STORE.bucket, Key: `${STORE.folder}405/deleted` }),
    );
    await putObject(world, "406/grown", "the content of grown, and more");
    const ended = await endOf(world, job);
    faults.disarm();

    expect(ended).toMatchObject({
      status: "success",
      message: expect.stringContaining("5 attachments could not be read"),
    });
    const file = await saveArchive(world, ended, "changed.zip");
    run("unzip", "-tqq", file);
    expect(run("unzip", "-p", file, "attachment/file/401/kept")).toBe("the content of kept");
    const missing = run("unzip", "-p", file, "MISSING_ATTACHMENTS.txt");
    for (const [index, name] of names.entries()) {
      expect(missing.includes(`${401 + index}\t"${name}"\tchanged or vanished while`)).toBe(name !== "kept");
    }
    expect(allLogs(world)).toContain("inventory revised");
  });
});

describe("an installation", () => {
  it("of 100,000 attachments that are almost all gone is backed up within the worker's memory", async () => {
    await inDatabase(
      world,
      `insert into attachments (id, container_id, container_type, file, filesize, author_id)
       select id, 1, 'WorkPackage', 'file ' || id || '.txt', 0, 4 from generate_series(1001, 101000) as id`,
    );
    for (let id = 1001; id <= 1050; id += 1) await putObject(world, `${id}/file ${id}.txt`, "");
    const { status, message, file } = await makeArchive(world, "many.zip");
    expect({ status, message }).toEqual({ status: "success", message: expect.stringContaining("99950 attachments") });
    expect(run("unzip", "-p", file, "MISSING_ATTACHMENTS.txt").trim().split("\n")).toHaveLength(3 + 99_950);
    expect(
      run("unzip", "-Z1", file)
        .split("\n")
        .filter((name) => name.startsWith("attachment/")),
    ).toHaveLength(50);
    const { memoryMegabytes = 0 } = world.cloud.functions["worker"]?.spec ?? {};
    expect(peakMemoryMiB(world, "worker")).toBeLessThan(memoryMegabytes / 2);
  });

  it("of no attachment and no project is backed up whole", async () => {
    await inDatabase(world, "truncate projects cascade");
    const { status, message, file } = await makeArchive(world, "empty.zip");
    expect({ status, message }).toEqual({ status: "success", message: null });
    const names = run("unzip", "-Z1", file).trim().split("\n");
    expect(names).toEqual(["README.txt", "openproject.pgdump", "entries.ndjson", "manifest.json", "manifest.json.jws"]);
  });
});

it("none of the secrets is kept anywhere", async () => {
  expect(await world.leaks("backup.ready")).toEqual([]);
});
