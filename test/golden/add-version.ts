/**
 * Makes a golden archive of what the writer gives today, in a new folder: `node test/golden/add-version.ts 1`. Needs a
 * PostgreSQL for a real dump. The key that signs it is thrown away. See README.md beside this file.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ARCHIVE_LIMITS } from "../../functions/domain/archive/archive-limits.ts";
import type { AttachmentEntry } from "../../functions/domain/archive/inventory.ts";
import { buildArchive, SOME_BACKUP } from "../support/archive-build.ts";
import { anAttachment, type Contents, someContents } from "../support/archive-contents.ts";
import { testSigner } from "../support/archive-signature.ts";
import { aPostgres } from "../support/postgres-cluster.ts";
import { queryPostgres } from "../support/postgres-query.ts";
import { readArchive } from "../support/read-archive.ts";
import { patterned } from "../support/some-archive.ts";

const [, , name = ""] = process.argv;
const folder = join(import.meta.dirname, name);
if (!/^\d+(-\d+)?$/.test(name)) throw new Error("Usage: node test/golden/add-version.ts <format version>[-<number>]");
if (existsSync(folder)) throw new Error(`${folder} is there, and never changes.`);

const aFile = (id: number, file: string, bytes: number, changes: Partial<AttachmentEntry> = {}) => {
  const content = patterned(bytes, id);
  return [anAttachment(id, content, { file, ...changes }), content] as const;
};

const contents = await goldenContents(await aDump());
const signer = testSigner();
const unsigned = await readArchive((await buildArchive(contents, ARCHIVE_LIMITS)).bytes);
const signature = signer.sign(unsigned.get("manifest.json") ?? Buffer.alloc(0));
const { bytes } = await buildArchive(contents, ARCHIVE_LIMITS, undefined, { backup: SOME_BACKUP, signature });

mkdirSync(join(folder, "contents"), { recursive: true });
writeFileSync(join(folder, "archive.zip"), bytes);
writeFileSync(join(folder, "inventory.ndjson"), contents.inventory);
writeFileSync(join(folder, "backup.json"), `${JSON.stringify(SOME_BACKUP, null, 2)}\n`);
writeFileSync(join(folder, "public-key.pem"), signer.publicKeyPem);
for (const entry of contents.entries) {
  const file = entry.kind === "dump" ? entry.path : String(entry.id);
  writeFileSync(join(folder, "contents", file), contents.bytesOf.get(entry.path) ?? "");
}

/** Every kind of line that an inventory has; names that are made safe, and in several scripts. */
function goldenContents(dump: Uint8Array): Promise<Contents> {
  return someContents(
    [
      aFile(1, "plan.txt", 300),
      aFile(2, "empty.bin", 0),
      aFile(3, "Übersicht – 報告 🎉.pdf", 700),
      aFile(5, "../..\\C:evil\n.txt", 30),
      aFile(8, "con.txt", 1),
      { kind: "missing", id: 9, file: "gone\n10\tfake.txt", why: "gone" },
      aFile(13, `${"long ".repeat(60)}.docx`, 5),
      aFile(21, "another than recorded.txt", 50, { md5: "0".repeat(32) }),
      aFile(34, "without digest.txt", 50, { md5: "" }),
      { kind: "missing", id: 55, file: "grown.txt", why: "other-size", recordedBytes: 5, foundBytes: 7 },
      { kind: "missing", id: 89, file: "moving.txt", why: "changed" },
    ],
    dump,
  );
}

async function aDump(): Promise<Uint8Array> {
  await using postgres = await aPostgres();
  await queryPostgres(postgres.superuserUrl, "CREATE DATABASE golden");
  const url = postgres.url("golden");
  await queryPostgres(url, "CREATE TABLE projects AS SELECT i AS id, 'Project ' || i AS name FROM generate_series(1, 20) i");
  return execFileSync(join(postgres.bin, "pg_dump"), ["--format=custom", "--compress=1", "--no-owner", url]);
}
