import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkContent } from "../../../functions/domain/archive/check-content.ts";
import { cutParts } from "../../../functions/domain/archive/cut-parts.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { planTail } from "../../../functions/domain/archive/plan-tail.ts";
import { readEntry } from "../../../functions/domain/archive/read-entry.ts";
import { buildArchive, SOME_BACKUP } from "../../support/archive-build.ts";
import { anAttachment, inChunks, rangesOf, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";
import { isSignedBy, testSigner } from "../../support/archive-signature.ts";
import { someArchive } from "../../support/some-archive.ts";

const { contents, archive } = await someArchive();
const read = rangesOf(archive.bytes);
const texts = new Map<string, string>();
for await (const entry of listArchive(read, archive.bytes.length)) {
  if (!entry.path.includes("/"))
    texts.set(entry.path, Buffer.concat(await Array.fromAsync(readEntry(read, entry))).toString());
}
const text = (path: string): string => texts.get(path) ?? "";
const sha256 = (bytes: string | Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("the tail", () => {
  it("has a manifest with the facts of the backup and the sums of list and dump", () => {
    expect(JSON.parse(text("manifest.json"))).toEqual({
      formatVersion: 1,
      tenant: { id: "acme", title: "Acme projects" },
      backup: {
        id: SOME_BACKUP.backupId,
        requestedAt: "2026-01-31T03:12:00.000Z",
        snapshotAt: "2026-01-31T03:14:00.000Z",
      },
      versions: { databaseServer: "15.18", dumpProgram: "17.7", databaseSchema: "20251105120000" },
      dump: {
        path: "openproject.pgdump",
        bytes: 5000,
        sha256: sha256(contents.bytesOf.get("openproject.pgdump") ?? ""),
      },
      attachments: { count: 9, bytes: 3551, missing: 3, digestDiffers: 1 },
      entriesList: { bytes: Buffer.byteLength(text("entries.ndjson")), sha256: sha256(text("entries.ndjson")) },
      rowCounts: { "public.attachments": 3, "public.users": 7 },
    });
  });

  it("lists every entry with its sums, and what is missing, in entries.ndjson", () => {
    const lines = text("entries.ndjson")
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const byPath = new Map(lines.map((line) => [line.path, line]));
    expect(byPath.get("attachment/file/12/.._.._C_evil_.txt")).toMatchObject({
      file: "../..\\C:evil\n.txt",
      sha256: sha256(contents.bytesOf.get("attachment/file/12/.._.._C_evil_.txt") ?? ""),
      source: { key: "uploads/attachment/file/12/../..\\C:evil\n.txt" },
    });
    expect(byPath.get("attachment/file/9/file-9.bin")).toMatchObject({ digestDiffers: true });
    expect(byPath.get("attachment/file/21/file-21.bin").sha256).toBeUndefined();
    expect(byPath.get("README.txt")).toMatchObject({ sha256: sha256(text("README.txt")) });
    expect(byPath.get("MISSING_ATTACHMENTS.txt")).toMatchObject({ sha256: sha256(text("MISSING_ATTACHMENTS.txt")) });
    expect(lines.filter((line) => line.missing).map((line) => line.missing)).toEqual([
      { id: 98, file: "gone\n99\tfake.txt", why: "gone" },
      { id: 99, file: "grown.txt", why: "other-size", recordedBytes: 5, foundBytes: 7 },
      { id: 100, file: "moving.txt", why: "changed" },
    ]);
    expect(lines.length).toBe(10 + 3 + 2);
  });

  it("names the missing in plain words, each on a line of its own", () => {
    expect(text("MISSING_ATTACHMENTS.txt").trimEnd().split("\n").slice(-3)).toEqual([
      '98\t"gone\\n99\\tfake.txt"\tnot in the attachment store',
      '99\t"grown.txt"\thas 7 bytes in the attachment store, but 5 in the database',
      '100\t"moving.txt"\tchanged or vanished while the backup was made',
    ]);
  });

  it("has no list of the missing where none is missing, and says why attachments are left out", async () => {
    const whole = await buildArchive(await someContents([], Buffer.of(1)), smallLimits());
    const paths = (await Array.fromAsync(listArchive(rangesOf(whole.bytes), whole.bytes.length))).map(
      ({ path }) => path,
    );
    expect(paths).toEqual(["README.txt", "openproject.pgdump", "entries.ndjson", "manifest.json", "manifest.json.jws"]);
    const plan = await planTail(whole.sources, { ...SOME_BACKUP, attachmentsLeftOut: "over-size-limit" });
    expect(JSON.parse(plan.manifest.toString()).attachments.leftOut).toBe("over-size-limit");
    expect(plan.readme).toContain("THE ATTACHMENTS ARE NOT IN THIS ARCHIVE: together they are larger than the limit");
  });

  it("tells an administrator what to type, and what the programs have to be", () => {
    const readme = text("README.txt");
    for (const words of ["by pg_dump 17.7", "PostgreSQL 15.18", "9 files, 3551 bytes", "ATTACHMENTS MISSING: 3"]) {
      expect(readme).toContain(words);
    }
    expect(readme).toContain(
      "pg_restore --no-owner --no-privileges --exit-on-error --dbname=openproject_restored openproject.pgdump",
    );
    expect(readme).toContain("WITH ANOTHER CHECKSUM THAN RECORDED: 1");
  });

  it("lets no title break out of the first line", async () => {
    const { readme } = await planTail(archive.sources, { ...SOME_BACKUP, title: "A\nHOW TO RESTORE\n  rm -rf /" });
    expect(readme.split("\n")[0]).toBe("BACKUP OF A HOW TO RESTORE   rm -rf /");
  });

  it("carries a signature that checks out by the command in its own README", () => {
    const signer = testSigner();
    const signature = signer.sign(archive.plan.manifest);
    expect(isSignedBy(signer.publicKeyPem, archive.plan.manifest, signature)).toBe(true);
    const folder = mkdtempSync(join(tmpdir(), "readme-"));
    try {
      writeFileSync(join(folder, "coffer-key.pem"), signer.publicKeyPem);
      writeFileSync(join(folder, "manifest.json.jws"), `${signature}\n`);
      writeFileSync(join(folder, "manifest.json"), archive.plan.manifest);
      const command = /^ +node (-e '.*')$/m.exec(archive.plan.readme)?.[1] ?? "";
      const run = () => execFileSync("sh", ["-c", `"${process.execPath}" ${command}`], { cwd: folder }).toString();
      expect(run()).toBe("The signature is good.\n");
      writeFileSync(join(folder, "manifest.json"), Buffer.concat([archive.plan.manifest, Buffer.from(" ")]));
      expect(run()).toBe("THE SIGNATURE IS WRONG.\n");
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("refuses sums of the dump that are not those it was written with", async () => {
    const rows = archive.checked.rows.map((row) => ({
      ...row,
      entries: row.entries.map((sums) => ({ ...sums, crc32: (sums.crc32 ^ 1) >>> 0 })),
    }));
    const planned = planTail({ ...archive.sources, rows: () => rows }, SOME_BACKUP);
    await expect(planned).rejects.toMatchObject({ details: { what: "CRC-32 of the dump" } });
  });

  it("refuses rows that do not belong to the inventory", async () => {
    const less = { ...archive.sources, rows: () => archive.checked.rows.slice(0, 1) };
    await expect(planTail(less, SOME_BACKUP)).rejects.toMatchObject({ code: "archive-corrupt" });
    const more = { ...archive.sources, carry: [...archive.sources.carry, { crc32: 1, isDigestDifferent: false }] };
    await expect(planTail(more, SOME_BACKUP)).rejects.toMatchObject({ code: "archive-corrupt" });
  });
});

describe("checkContent", () => {
  it("finds a part whose bytes are not those of its entries", async () => {
    const content = Buffer.alloc(3000, 7);
    const built = await buildArchive(await someContents([[anAttachment(1, content), content]], content), smallLimits());
    const { parts, rows, carry } = built.checked;
    await expect(checkContent(built.plan, parts, rows, carry)).resolves.toBeUndefined();
    for (const [index, row] of rows.entries()) {
      const damaged = rows.with(index, { ...row, crc32: row.crc32 ^ 1 });
      await expect(checkContent(built.plan, parts, damaged, carry)).rejects.toMatchObject({ code: "archive-corrupt" });
      await expect(checkContent(built.plan, parts, rows.toSpliced(index, 1), carry)).rejects.toMatchObject({
        code: "archive-corrupt",
      });
    }
  });
});

describe("cutParts", () => {
  it.each([0, 1, 255, 256, 257, 512, 1000])("cuts %i bytes into full parts and a rest", async (length) => {
    const parts = await Array.fromAsync(cutParts(inChunks(Buffer.alloc(length, 3), 100), 7, smallLimits()));
    expect(parts.map(({ number }) => number)).toEqual(parts.map((_, index) => 7 + index));
    expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(Buffer.alloc(length, 3))).toBe(true);
    for (const part of parts.slice(0, -1)) expect(part.bytes.length).toBe(256);
  });

  it("refuses more parts than an upload can have", async () => {
    const parts = cutParts(inChunks(Buffer.alloc(1000)), 1, smallLimits({ uploadPartsMax: 2 }));
    await expect(Array.fromAsync(parts)).rejects.toMatchObject({ code: "archive-too-large" });
  });
});
