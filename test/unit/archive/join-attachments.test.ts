import { describe, expect, it } from "vitest";
import { joinAttachments } from "../../../functions/domain/archive/join-attachments.ts";
import type { StoredAttachment } from "../../../functions/domain/source/attachment-source.ts";
import type { AttachmentRecord } from "../../../functions/domain/source/database-source.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const MD5 = "0123456789abcdef0123456789abcdef";
const record = (id: number, changes: Partial<AttachmentRecord> = {}): AttachmentRecord => ({
  id,
  file: `${id}.txt`,
  bytes: id,
  md5: MD5,
  ...changes,
});
const stored = (id: number, changes: Partial<StoredAttachment> = {}): StoredAttachment => ({
  key: `t/uploads/attachment/file/${id}/${id}.txt`,
  bytes: id,
  etag: `"${MD5}"`,
  ...changes,
});
async function* each<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  yield* items;
}
const joined = (records: readonly AttachmentRecord[], listing: readonly StoredAttachment[]) =>
  Array.fromAsync(joinAttachments(each(records), each(listing)));

describe("joinAttachments", () => {
  it("gives lines by id for a listing in byte order", async () => {
    const lines = await joined(
      [record(2), record(9), record(10), record(100)],
      [10, 100, 2, 9].map((id) => stored(id)),
    );
    expect(lines.map(({ id, kind }) => [id, kind])).toEqual([2, 9, 10, 100].map((id) => [id, "attachment"]));
    expect(lines[0]).toEqual({
      kind: "attachment",
      id: 2,
      file: "2.txt",
      path: "attachment/file/2/2.txt",
      bytes: 2,
      md5: MD5,
      key: "t/uploads/attachment/file/2/2.txt",
      etag: `"${MD5}"`,
    });
  });

  it("names what is gone, and what has another size with both sizes", async () => {
    expect(await joined([record(1), record(2)], [stored(2, { bytes: 7 })])).toEqual([
      { kind: "missing", id: 1, file: "1.txt", why: "gone" },
      { kind: "missing", id: 2, file: "2.txt", why: "other-size", recordedBytes: 2, foundBytes: 7 },
    ]);
  });

  it("tells objects of one id apart by their names", async () => {
    const listing = ["a", "b", "c"].map((name, index) =>
      stored(5, { key: `uploads/attachment/file/5/${name}`, bytes: index }),
    );
    expect(await joined([record(5, { file: "b", bytes: 1 })], listing)).toMatchObject([
      { kind: "attachment", bytes: 1 },
    ]);
    expect(await joined([record(5, { file: "d" })], listing)).toMatchObject([{ why: "gone" }]);
  });

  it.each(["../../x", "a/b", "/x", "line\nbreak", "uploads/attachment/file/9/x"])(
    "finds the object of a name like %j",
    async (file) => {
      const hostile = stored(5, { key: `t/uploads/attachment/file/5/${file}`, bytes: 1 });
      const lines = await joined([record(5, { file, bytes: 1 }), record(6)], [hostile, stored(6)]);
      expect(lines).toMatchObject([
        { kind: "attachment", id: 5, key: hostile.key },
        { kind: "attachment", id: 6 },
      ]);
    },
  );

  it("passes over keys that are no attachments of this tenant", async () => {
    const keys = ["t/uploads/attachment/file/x/y", "t/uploads/attachment/file/5/sub/5.txt", "t/other/5/5.txt"];
    const nested = { key: "t/uploads/attachment/file/uploads/attachment/file/5/5.txt", bytes: 5, etag: "e" };
    const listing = [stored(1), ...keys.map((key) => ({ key, bytes: 5, etag: "e" })), nested];
    expect(await joined([record(5)], listing)).toMatchObject([{ why: "gone" }]);
  });

  it.each([MD5, `"${MD5}-17"`, `${MD5}-10000`, `"${MD5}-99999"`, `"${MD5.toUpperCase()}"`, `"${MD5}`, 'W/"x"', ""])(
    "keeps the ETag %s as it is",
    async (etag) => {
      expect(await joined([record(1)], [stored(1, { etag })])).toMatchObject([{ etag }]);
    },
  );

  it("keeps its place across blocks of its table", async () => {
    const ids = Array.from({ length: 70_000 }, (_, index) => index + 1);
    const byKey = ids.map(String).sort().map(Number);
    const lines = await joined(
      ids.map((id) => record(id)),
      byKey.map((id) => stored(id)),
    );
    expect(lines.filter((line) => line.kind === "attachment" && line.bytes === line.id).length).toBe(70_000);
  });

  it("refuses a listing beyond the limit before it yields", async () => {
    const limits = smallLimits({ entriesMax: 1 });
    const lines = joinAttachments(each([record(1)]), each([stored(1), stored(2)]), limits);
    await expect(lines.next()).rejects.toMatchObject({ code: "archive-too-large" });
  });

  it("refuses records that do not rise by id", async () => {
    await expect(joined([record(2), record(2)], [])).rejects.toThrow(RangeError);
  });
});
