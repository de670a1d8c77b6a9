import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../functions/domain/archive/check-archive.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { readEntry } from "../../../functions/domain/archive/read-entry.ts";
import { centralEntry, endRecords } from "../../../functions/domain/archive/zip-records.ts";
import { SOME_SIGNATURE } from "../../support/archive-build.ts";
import { rangesOf } from "../../support/archive-contents.ts";
import { someArchive } from "../../support/some-archive.ts";

const { contents, archive } = await someArchive();
const read = rangesOf(archive.bytes);
const stored = { read, bytes: archive.bytes.length };
const listed = await Array.fromAsync(listArchive(read, archive.bytes.length));
/** As the seal does: what was laid out, then the dump. */
async function check(changed: Buffer): Promise<void> {
  const changedRead = rangesOf(changed);
  const whole = { read: changedRead, bytes: changed.length };
  await checkArchive(whole, archive.sources, archive.plan, SOME_SIGNATURE);
  await Array.fromAsync(readEntry(changedRead, archive.plan.dump));
}
/** The archive with one bit turned. */
const damaged = (at: number): Buffer => {
  const copy = Buffer.from(archive.bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
};

describe("a whole archive", () => {
  it("shows the texts and the dump first, then attachments by id, then the lists", () => {
    const paths = listed.map(({ path }) => path);
    expect(paths.slice(0, 2)).toEqual(["README.txt", "openproject.pgdump"]);
    expect(paths.slice(2, -4)).toEqual(contents.entries.slice(0, -1).map(({ path }) => path));
    expect(paths.slice(-4)).toEqual([
      "MISSING_ATTACHMENTS.txt",
      "entries.ndjson",
      "manifest.json",
      "manifest.json.jws",
    ]);
  });

  it("gives back the bytes of every entry", async () => {
    const byPath = new Map(listed.map((entry) => [entry.path, entry]));
    for (const { path } of contents.entries) {
      const entry = byPath.get(path);
      const found = entry ? Buffer.concat(await Array.fromAsync(readEntry(read, entry))) : undefined;
      expect([path, found?.equals(contents.bytesOf.get(path) ?? Buffer.of(1))]).toEqual([path, true]);
    }
  });

  it("passes the check of what was laid out", async () => {
    await expect(checkArchive(stored, archive.sources, archive.plan, SOME_SIGNATURE)).resolves.toBeUndefined();
  });

  it("fails the check when its directory, a header of its tail, or that of the dump is damaged", async () => {
    const directoryAt = archive.bytes.indexOf(Buffer.from("504b0102", "hex"));
    const spots = [archive.plan.dump.offset + 14, archive.plan.contentBytes + 15, directoryAt + 17, directoryAt + 43];
    for (const at of spots) await expect(check(damaged(at))).rejects.toMatchObject({ code: "archive-corrupt" });
  });

  it("is checked by one read of its end, of its dump by another", async () => {
    const asked: [number, number][] = [];
    const counted = (first: number, last: number) => {
      asked.push([first, last]);
      return read(first, last);
    };
    await checkArchive({ ...stored, read: counted }, archive.sources, archive.plan, SOME_SIGNATURE);
    expect(asked).toEqual([[0, archive.bytes.length - 1]]);
    const { dump } = archive.plan;
    const bytes = Buffer.concat(await Array.fromAsync(readEntry(counted, dump)));
    expect([bytes.length, asked.length]).toEqual([dump.bytes, 2]);
  });

  it("fails the check when it ends too early", async () => {
    for (const bytes of [0, 10, archive.bytes.length - 1]) {
      await expect(check(archive.bytes.subarray(0, bytes))).rejects.toMatchObject({ code: "archive-corrupt" });
    }
  });

  it("fails the check when its directory has an entry more", async () => {
    const end = archive.bytes.subarray(-22);
    const [bytes, offset] = [end.readUInt32LE(12), end.readUInt32LE(16)];
    const more = centralEntry({ path: "attachment/file/999/x", bytes: 0, crc32: 0, offset: 0 });
    const records = endRecords({ entries: end.readUInt16LE(10) + 1, bytes: bytes + more.length, offset });
    const longer = Buffer.concat([archive.bytes.subarray(0, offset + bytes), more, records]);
    await expect(check(longer)).rejects.toMatchObject({ details: { entry: "attachment/file/999/x" } });
  });

  it("does not pass as another archive", async () => {
    const other = { ...archive.plan, readme: `${archive.plan.readme}!` };
    const checked = checkArchive(stored, archive.sources, other, SOME_SIGNATURE);
    await expect(checked).rejects.toMatchObject({ code: "archive-corrupt" });
  });

  it("refuses an entry whose bytes are not those of the directory", async () => {
    const entry = listed.find(({ bytes }) => bytes === 2000);
    if (!entry) throw new Error("there is an entry of 2,000 bytes");
    const inContent = rangesOf(damaged(entry.offset + 1000));
    await expect(Array.fromAsync(readEntry(inContent, entry))).rejects.toMatchObject({ code: "archive-corrupt" });
    const inHeader = rangesOf(damaged(entry.offset + 20));
    await expect(Array.fromAsync(readEntry(inHeader, entry))).rejects.toMatchObject({ code: "archive-corrupt" });
  });
});
