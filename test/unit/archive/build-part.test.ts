import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { bodyCrc32 } from "../../../functions/domain/archive/body-crc32.ts";
import { buildPart } from "../../../functions/domain/archive/build-part.ts";
import { crc32 } from "../../../functions/domain/archive/crc32.ts";
import type { Part } from "../../../functions/domain/archive/part.ts";
import type { ReadEntry } from "../../../functions/domain/archive/read-exactly.ts";
import { localHeader } from "../../../functions/domain/archive/zip-records.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { layOut } from "../../support/archive-build.ts";
import { anAttachment, type Contents, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const LIMITS = smallLimits();
const CONTENT = Buffer.from("The quick brown fox jumps over the lazy dog. ".repeat(3));

const packedPart = async (contents: Contents): Promise<Part> => {
  const [part] = (await layOut(contents, LIMITS)).parts;
  if (part?.kind !== "packed") throw new Error("the first part should be a packed one");
  return part;
};
const twoAttachments = (changes = {}) =>
  someContents(
    [anAttachment(1, CONTENT), anAttachment(2, CONTENT, changes)].map((line) => [line, CONTENT]),
    CONTENT,
  );
const build = (part: Part, { entries }: Contents, read: ReadEntry, limits = LIMITS) =>
  buildPart(part, entries.slice(part.firstEntry, part.firstEntry + part.entries), read, undefined, limits);

/** For two attachments, the second with this MD5 recorded: whether each differs. */
async function differing(md5: string): Promise<boolean[]> {
  const contents = await twoAttachments({ md5, etag: "other" });
  const { entries } = await build(await packedPart(contents), contents, contents.read);
  return entries.map(({ isDigestDifferent }) => isDigestDifferent);
}

const failing = (failure: Error): ReadEntry =>
  // oxlint-disable-next-line require-yield -- a source that fails before its first byte
  async function* () {
    throw failure;
  };

const ones: ReadEntry = async function* (_, first, last) {
  yield Buffer.alloc(last - first + 1, 1);
};

describe("buildPart", () => {
  it("sums what it writes", async () => {
    const contents = await twoAttachments();
    const { bytes, crc32: sum, entries } = await build(await packedPart(contents), contents, contents.read);
    const sha256 = createHash("sha256").update(CONTENT).digest();
    expect(entries).toEqual([1, 2].map(() => ({ crc32: crc32(CONTENT), sha256, isDigestDifferent: false })));
    expect(sum).toBe(crc32(bytes));
    const [first] = contents.entries;
    expect(
      Buffer.from(bytes).indexOf(
        localHeader({ path: first?.path ?? "", bytes: CONTENT.length, crc32: crc32(CONTENT) }),
      ),
    ).toBe(0);
  });

  it("marks an entry whose MD5 is another than recorded, and takes MD5s in capitals", async () => {
    const md5 = createHash("md5").update(CONTENT).digest("hex");
    expect(await differing("0".repeat(32))).toEqual([false, true]);
    expect(await differing(md5.toUpperCase())).toEqual([false, false]);
    expect(await differing("")).toEqual([false, false]);
    expect(await differing("0".repeat(40))).toEqual([false, false]);
  });

  it("takes the store's word for an MD5 that is the object's ETag", async () => {
    const md5 = "0".repeat(32);
    for (const [etag, isDifferent] of [
      [md5, false],
      [`"${md5}"`, false],
      [`"${md5}-2"`, true],
    ] as const) {
      const contents = await twoAttachments({ md5, etag });
      const { entries } = await build(await packedPart(contents), contents, contents.read);
      expect(entries[1]?.isDigestDifferent).toBe(isDifferent);
    }
  });

  it("keeps no SHA-256 where the part has more entries than a row keeps them of", async () => {
    const contents = await twoAttachments();
    const part = await packedPart(contents);
    for (const [entriesWithSha256Max, isKept] of [
      [1, false],
      [2, true],
    ] as const) {
      const { entries } = await build(part, contents, contents.read, smallLimits({ entriesWithSha256Max }));
      expect(entries.map(({ sha256 }) => sha256 !== undefined)).toEqual([isKept, isKept]);
    }
  });

  it.each([CONTENT.length - 1, CONTENT.length + 1, 0])(
    "names the entry whose source gives %i bytes",
    async (length) => {
      const contents = await twoAttachments();
      const read: ReadEntry = async function* (entry, first, last) {
        if (entry.path.includes("/2/")) yield Buffer.alloc(length);
        else yield* contents.read(entry, first, last);
      };
      await expect(build(await packedPart(contents), contents, read)).rejects.toMatchObject({
        code: "source-changed",
        details: { entry: "attachment/file/2/file-2.bin", id: 2 },
      });
    },
  );

  it("names the entry whose source says itself that it changed, and passes other failures on", async () => {
    const contents = await twoAttachments();
    const part = await packedPart(contents);
    const changed = new Failure("source-changed", { key: "k" });
    await expect(build(part, contents, failing(changed))).rejects.toMatchObject({
      code: "source-changed",
      details: { id: 1 },
      cause: changed,
    });
    const unavailable = new Failure("attachments-unavailable");
    await expect(build(part, contents, failing(unavailable))).rejects.toBe(unavailable);
  });

  it("reads at most so many sources at the same time, and none after a failure", async () => {
    const contents = await someContents(
      Array.from({ length: 8 }, (_, id) => [anAttachment(id, Buffer.of(1)), Buffer.of(1)] as const),
      CONTENT,
    );
    const limits = smallLimits({ entriesWithSha256Max: 100, partBytes: 400 });
    const [part] = (await layOut(contents, limits)).parts;
    let open = 0;
    let begun = 0;
    let mostOpen = 0;
    const read: ReadEntry = async function* (entry, first, last) {
      begun += 1;
      open += 1;
      mostOpen = Math.max(mostOpen, open);
      await Promise.resolve();
      if (entry.path.includes("/2/")) throw new Failure("attachments-unavailable");
      yield* contents.read(entry, first, last);
      open -= 1;
    };
    if (!part) throw new Error("there should be a part");
    await expect(build(part, contents, read, limits)).rejects.toMatchObject({ code: "attachments-unavailable" });
    expect(mostOpen).toBe(limits.readsAtOnce);
    expect(begun).toBeLessThan(part.entries);
  });

  it("does not read an empty entry at all", async () => {
    const empty = new Uint8Array();
    const contents = await someContents(
      [1, 2, 3, 4].map((id) => [anAttachment(id, empty), empty]),
      CONTENT,
    );
    const { entries } = await build(
      await packedPart(contents),
      contents,
      failing(new Error("nothing is there to read")),
    );
    expect(entries.map((sums) => sums.crc32)).toEqual([0, 0, 0, 0]);
  });

  it("refuses entries that are not the part's", async () => {
    const contents = await twoAttachments();
    const part = await packedPart(contents);
    const longer = contents.entries.slice(0, 2).map((entry) => ({ ...entry, bytes: entry.bytes + 1 }));
    for (const entries of [contents.entries.slice(0, 1), contents.entries, longer]) {
      await expect(buildPart(part, entries, contents.read)).rejects.toMatchObject({ code: "store-conflict" });
    }
  });

  it("refuses a dump that is not the one whose CRC-32 is known", async () => {
    const contents = await someContents([], Buffer.alloc(300));
    const { parts } = await layOut(contents, LIMITS);
    const [part] = parts;
    if (!part) throw new Error("there should be a part");
    await expect(build(part, contents, ones)).rejects.toMatchObject({ code: "store-conflict" });
  });

  it("needs the body's CRC-32 for a head of round 2", async () => {
    const big = Buffer.alloc(2000, 5);
    const contents = await someContents([[anAttachment(1, big), big]], CONTENT);
    const [head] = (await layOut(contents, LIMITS)).parts;
    if (head?.kind !== "head") throw new Error("the first part should be a head");
    await expect(buildPart(head, contents.entries.slice(0, 1), contents.read)).rejects.toMatchObject({
      code: "internal",
    });
    const body = crc32(big.subarray(head.ownBytes));
    const { entries } = await buildPart(head, contents.entries.slice(0, 1), contents.read, body, ARCHIVE_LIMITS);
    expect(entries).toEqual([{ crc32: crc32(big), isDigestDifferent: false }]);
  });

  it("refuses a body of which a part is not there", async () => {
    const big = Buffer.alloc(2000, 5);
    const contents = await someContents([[anAttachment(1, big), big]], CONTENT);
    const [head] = (await layOut(contents, LIMITS)).parts;
    if (head?.kind !== "head") throw new Error("the first part should be a head");
    const rows = Array.from({ length: head.bodyParts }, (_, index) => ({ number: head.number + 1 + index, crc32: 1 }));
    await expect(bodyCrc32(head, rows)).resolves.toEqual(expect.any(Number));
    for (const less of [rows.slice(1), rows.slice(0, -1), rows.toSpliced(1, 1)]) {
      await expect(bodyCrc32(head, less)).rejects.toMatchObject({ code: "store-conflict" });
    }
  });
});
