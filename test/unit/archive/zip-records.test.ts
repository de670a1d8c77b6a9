import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../functions/domain/archive/check-archive.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import {
  centralEntry,
  endRecords,
  localHeader,
  localHeaderBytes,
} from "../../../functions/domain/archive/zip-records.ts";
import { SOME_SIGNATURE } from "../../support/archive-build.ts";
import { anAttachment, rangesOf } from "../../support/archive-contents.ts";
import { aDump } from "../../support/archive-entries.ts";
import { sparseArchive } from "../../support/sparse-archive.ts";

const GiB4 = 0x1_0000_0000;
const empty = new Uint8Array();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const endBytes = (change: object) => endRecords({ entries: 1, bytes: 50, offset: 50, ...change }).length;
const directoryRecord = (id: number) =>
  centralEntry({ path: `attachment/file/${id}/x`, bytes: 0, crc32: 0, offset: 0 });
/** Whether a header has a Zip64 extra field with both sizes. */
const hasWideSizes = (record: Uint8Array) => Buffer.from(record).includes(Buffer.from([1, 0, 16, 0]));

describe("ZIP records", () => {
  it("writes a local header as the note has it", () => {
    const header = localHeader({ path: "é/a", bytes: 5, crc32: 0x01020304 });
    expect(hex(header)).toBe(
      [
        "504b0304",
        "0a00",
        "0008",
        "0000",
        "0000",
        "2100",
        "04030201",
        "05000000",
        "05000000",
        "0400",
        "0000",
        "c3a92f61",
      ].join(""),
    );
    expect(localHeaderBytes({ path: "é/a", bytes: 5 })).toBe(header.length);
  });

  it("writes a central entry as the note has it, a regular file with mode 0644", () => {
    expect(hex(centralEntry({ path: "a", bytes: 5, crc32: 0xffffffff, offset: 258 }))).toBe(
      [
        "504b0102",
        "3f03",
        "0a00",
        "0008",
        "0000",
        "0000",
        "2100",
        "ffffffff",
        "05000000",
        "05000000",
        "0100",
        "0000",
      ].join("") + ["0000", "0000", "0000", "0000a481", "02010000", "61"].join(""),
    );
  });

  it("keeps the largest size that fits without Zip64 fields", () => {
    const header = localHeader({ path: "a", bytes: 0xffff_fffe, crc32: 0 });
    expect([header.length, hasWideSizes(header), header[4]]).toEqual([31, false, 10]);
  });

  it("gives both sizes Zip64 fields, and asks for version 4.5, from 4 GiB - 1 on", () => {
    const header = localHeader({ path: "a", bytes: 0xffff_ffff, crc32: 0 });
    expect([header.length, hasWideSizes(header), header[4]]).toEqual([51, true, 45]);
    expect([35, 43].map((at) => Buffer.from(header).readBigUInt64LE(at))).toEqual([0xffff_ffffn, 0xffff_ffffn]);
  });

  it("gives only the offset a Zip64 field where only the offset needs it", () => {
    const record = Buffer.from(centralEntry({ path: "a", bytes: 5, crc32: 0, offset: GiB4 + 7 }));
    expect(record.length).toBe(46 + 1 + 12);
    expect([record.readUInt32LE(24), record.readUInt32LE(42)]).toEqual([5, 0xffff_ffff]);
    expect(record.readBigUInt64LE(51)).toBe(BigInt(GiB4 + 7));
  });

  it("gives an offset a Zip64 field from 4 GiB - 1 on", () => {
    const [narrow, wide] = [0xffff_fffe, 0xffff_ffff].map((offset) =>
      centralEntry({ path: "a", bytes: 5, crc32: 0, offset }),
    );
    expect([narrow?.length, wide?.length]).toEqual([47, 47 + 12]);
  });

  it("writes Zip64 end records only where a count, a size or an offset needs them", () => {
    expect([
      endBytes({ entries: 65_534 }),
      endBytes({ bytes: 0xffff_fffe }),
      endBytes({ offset: 0xffff_fffe }),
    ]).toEqual([22, 22, 22]);
    expect([
      endBytes({ entries: 65_535 }),
      endBytes({ bytes: 0xffff_ffff }),
      endBytes({ offset: 0xffff_ffff }),
    ]).toEqual([98, 98, 98]);
  });
});

describe("a sparse archive read by yauzl", () => {
  it.each([GiB4 - 2, GiB4 - 1, GiB4, GiB4 + 1])("has an entry of %i bytes and what stands behind it", async (bytes) => {
    const archive = await sparseArchive([
      anAttachment(1, empty, { bytes }),
      anAttachment(2, empty, { bytes: 3 }),
      aDump({ bytes: GiB4 }),
    ]);
    const found = await Array.fromAsync(listArchive(archive.read, archive.bytes));
    expect(found.slice(1, 4).map((entry) => [entry.path, entry.bytes])).toEqual([
      ["openproject.pgdump", GiB4],
      ["attachment/file/1/file-1.bin", bytes],
      ["attachment/file/2/file-2.bin", 3],
    ]);
    await checkArchive(archive, archive.sources, archive.plan, SOME_SIGNATURE);
  });

  it.each([65_535, 65_536])("has %i entries", async (entries) => {
    const directory = Buffer.concat(Array.from({ length: entries }, (_, id) => directoryRecord(id)));
    const archive = Buffer.concat([directory, endRecords({ entries, bytes: directory.length, offset: 0 })]);
    let found = 0;
    for await (const entry of listArchive(rangesOf(archive), archive.length)) found += entry.path === "" ? 0 : 1;
    expect(found).toBe(entries);
  });
});
