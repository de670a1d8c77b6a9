import { describe, expect, it } from "vitest";
import { checkArchive } from "../../../functions/domain/archive/check-archive.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { readEntry } from "../../../functions/domain/archive/read-entry.ts";
import { buildArchive, SOME_SIGNATURE } from "../../support/archive-build.ts";
import { anAttachment, rangesOf, someContents } from "../../support/archive-contents.ts";
import { smallLimits } from "../../support/archive-limits.ts";

const bytes = (length: number, seed: number) =>
  Buffer.from(Array.from({ length }, (_, at) => (at * seed + seed) % 251));

const someArchive = async () => {
  const attachments = [0, 1, 700, 30, 300, 5, 512, 2000, 3].map((length, index) => {
    const content = bytes(length, index + 1);
    return [anAttachment(index * 3, content), content] as const;
  });
  const contents = await someContents(
    [...attachments, { kind: "missing", id: 99, file: "gone\n.txt", why: "gone" }],
    bytes(5000, 17),
  );
  return { contents, archive: await buildArchive(contents, smallLimits()) };
};

describe("a whole archive", () => {
  it("reads back with every entry's bytes, texts first and last", async () => {
    const { contents, archive } = await someArchive();
    const read = rangesOf(archive.bytes);
    const paths: string[] = [];
    for await (const entry of listArchive(read, archive.bytes.length)) {
      paths.push(entry.path);
      const chunks: Uint8Array[] = [];
      for await (const chunk of readEntry(read, entry)) chunks.push(chunk);
      const expected = contents.bytesOf.get(entry.path);
      if (expected) expect(Buffer.concat(chunks).equals(expected)).toBe(true);
    }
    expect(paths.slice(0, 3)).toEqual(["README.txt", "openproject.pgdump", "attachment/file/0/file-0.bin"]);
    expect(paths.slice(-4)).toEqual([
      "MISSING_ATTACHMENTS.txt",
      "entries.ndjson",
      "manifest.json",
      "manifest.json.jws",
    ]);
  });

  it("passes the check of what was laid out", async () => {
    const { archive } = await someArchive();
    const stored = { read: rangesOf(archive.bytes), bytes: archive.bytes.length };
    await expect(checkArchive(stored, archive.sources, archive.plan, SOME_SIGNATURE)).resolves.toBeUndefined();
  });
});
