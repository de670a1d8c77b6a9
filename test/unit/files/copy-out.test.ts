import { describe, expect, it } from "vitest";
import { DUMP_PATH } from "../../../functions/domain/archive/inventory.ts";
import { copyOut } from "../../../functions/domain/extract/copy-out.ts";
import { EXTRACT_LIMITS, type ExtractLimits } from "../../../functions/domain/extract/extract-limits.ts";
import { findEntry } from "../../../functions/domain/extract/find-entry.ts";
import { HELD_ARCHIVE, HELD_CONTENTS, heldArchives } from "../../support/a-held-archive.ts";
import { keptLog } from "../../support/domain-deps.ts";
import type { MemoryArchiveStoreRules } from "../../support/memory-archive-store.ts";
import { memoryExtractStore } from "../../support/memory-extract-store.ts";
import { movingClock } from "../../support/moving-clock.ts";

const DUMP = HELD_CONTENTS.bytesOf.get(DUMP_PATH) ?? Buffer.alloc(0);
const OBJECT = { key: "t/acme/extracts/b1/x1", tenantId: "acme", backupId: "b1" };
const archive = { key: HELD_ARCHIVE.archiveKey, versionId: HELD_ARCHIVE.versionId };
const partBytesMin = 300;

/** The dump, of 5,000 bytes, is copied in parts of 600 to 1,000. */
async function setUp(rules: Partial<MemoryArchiveStoreRules> = {}, changed: Partial<ExtractLimits> = {}) {
  const { archives } = heldArchives();
  const extracts = memoryExtractStore(archives, { partBytesMin, ...rules });
  const clock = movingClock();
  const small = {
    wholeBytesMax: 100,
    copiedPartBytes: 1_000,
    copiedAtOnce: 2,
    carriedBytesMax: 6_000,
    carriedPartBytes: 900,
  };
  const log = keptLog();
  const deps = { archives, extracts, clock, log, extractLimits: { ...EXTRACT_LIMITS, ...small, ...changed } };
  const read = (first: number, last: number) => archives.read(archive, first, last);
  const entryOf = async (path: string) => {
    const entry = await findEntry(read, HELD_ARCHIVE.bytes, path);
    if (!entry) throw new Error(`${path} is not in the archive`);
    return entry;
  };
  const take = async (path = DUMP_PATH, until = clock.now() + 1) =>
    copyOut(deps, { archive, entry: await entryOf(path), object: OBJECT, until });
  return { deps, extracts, clock, log, take, entryOf };
}

describe("copying a file out of an archive", () => {
  it("is done by the store, in parts that it takes, without a byte passing by", async () => {
    const { extracts, take } = await setUp();
    await take();
    expect(extracts.objects.get(OBJECT.key)?.content).toEqual(DUMP);
    expect(extracts.moved).toEqual({ put: 0, copied: DUMP.length });
    expect(extracts.uploads.size).toBe(0);
  });

  it("sums what was copied where the store does not tell, and nothing goes back up", async () => {
    const { extracts, take } = await setUp({ copyAnswers: "none" });
    await take();
    expect(extracts.objects.get(OBJECT.key)?.content).toEqual(DUMP);
    expect(extracts.moved).toEqual({ put: 0, copied: DUMP.length });
  });

  it.each(HELD_CONTENTS.entries.filter(({ bytes }) => bytes <= 100).map(({ path }) => path))(
    "puts a small file in one piece: %s",
    async (path) => {
      const { extracts, take } = await setUp();
      await take(path);
      expect(extracts.objects.get(OBJECT.key)?.content).toEqual(HELD_CONTENTS.bytesOf.get(path));
      expect(extracts.moved.copied).toBe(0);
    },
  );

  it("reads and puts what the store will not copy, and leaves no upload behind", async () => {
    const { extracts, take, log } = await setUp({ copyAnswers: "refused" });
    await take();
    expect(extracts.objects.get(OBJECT.key)?.content).toEqual(DUMP);
    expect(extracts.moved).toEqual({ put: DUMP.length, copied: 0 });
    expect(extracts.uploads.size).toBe(0);
    expect(log.lines).toHaveLength(1);
  });

  it("refuses what the store will not copy and is too large to be read", async () => {
    const { extracts, take } = await setUp({ copyAnswers: "refused" }, { carriedBytesMax: DUMP.length - 1 });
    await expect(take()).rejects.toMatchObject({ code: "file-too-large", details: { bytesMax: DUMP.length - 1 } });
    expect([extracts.objects.size, extracts.uploads.size]).toEqual([0, 0]);
  });

  it("begins no part when its time is up", async () => {
    const { extracts, take, clock } = await setUp();
    await expect(take(DUMP_PATH, clock.now())).rejects.toMatchObject({ code: "service-busy" });
    expect([extracts.moved.copied, extracts.objects.size, extracts.uploads.size]).toEqual([0, 0, 0]);
  });

  it.each(["checksum", "none", "refused"] as const)(
    "makes no object of bytes that are others than the directory says (%s)",
    async (copyAnswers) => {
      const { deps, extracts, entryOf } = await setUp({ copyAnswers });
      const entry = await entryOf(DUMP_PATH);
      deps.archives.objects.get(archive.key)?.content.fill(0, entry.offset + 3_000, entry.offset + 3_001);
      await expect(copyOut(deps, { archive, entry, object: OBJECT, until: 1e15 })).rejects.toMatchObject({
        code: "archive-corrupt",
      });
      expect([extracts.objects.size, extracts.uploads.size]).toEqual([0, 0]);
    },
  );

  it("takes nothing from behind a header that says otherwise", async () => {
    const { deps, extracts, entryOf } = await setUp();
    const entry = { ...(await entryOf(DUMP_PATH)), bytes: DUMP.length - 1 };
    await expect(copyOut(deps, { archive, entry, object: OBJECT, until: 1e15 })).rejects.toMatchObject({
      code: "archive-corrupt",
      details: { what: "local header" },
    });
    expect(extracts.moved).toEqual({ put: 0, copied: 0 });
  });

  it("tells what went wrong although it cannot clean up after it", async () => {
    const { deps, extracts, take, log } = await setUp();
    deps.extracts.abort = () => Promise.reject(new Error("no"));
    deps.extracts.complete = () => Promise.reject(new RangeError("lost"));
    await expect(take()).rejects.toThrow(RangeError);
    expect(log.lines).toHaveLength(1);
    expect(extracts.objects.size).toBe(0);
  });
});
