import { describe, expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { buildSystem } from "../../support/build-system.ts";
import { memoryDatabase } from "../../support/memory-database.ts";
import { makeBackup } from "../../support/run-system.ts";
import { crc32OfZeros, sparseArchiveStore, sparseAttachments } from "../../support/sparse-store.ts";

const MiB = 1024 ** 2;
const GiB = 1024 ** 3;

/** A whole backup under S3's own limits, of attachments of which no byte is anywhere. */
async function built(sizes: readonly number[]) {
  const attachments = sparseAttachments(sizes);
  const archives = sparseArchiveStore(attachments);
  const dump = Buffer.from("a dump");
  const system = buildSystem({
    tenant: aTenant({ attachments: { bucket: attachments.bucket, prefix: "" } }),
    limits: ARCHIVE_LIMITS,
    bytesAtOnce: 64 * MiB,
    callMs: 0,
    workerPorts: { attachments, archives, database: memoryDatabase({ records: attachments.records, dump }) },
  });
  const { archive, errors } = await makeBackup(system);
  if (!archive) throw new Error(system.log.lines.slice(-5).join("\n"), { cause: errors[0] });
  const read = (first: number, last: number) => archives.read({ key: "", versionId: "" }, first, last);
  const entries = await Array.fromAsync(listArchive(read, archive.bytes));
  const inside = entries.filter(({ path }) => path.startsWith("attachment/"));
  return { parts: archives.parts(), copies: archives.copies, archive, entries, inside };
}

const expected = (sizes: readonly number[]) =>
  sizes.map((bytes, index) => [`attachment/file/${index + 1}/file-${index + 1}.bin`, bytes, crc32OfZeros(bytes)]);

describe("a backup under S3's own limits", () => {
  it.each([4 * GiB - 2, 4 * GiB - 1, 4 * GiB, 4 * GiB + 1, 5 * GiB - 1, 5 * GiB, 5 * GiB + 1])(
    "reads back as it went in, with an attachment of %i bytes among small ones",
    async (bytes) => {
      const sizes = [0, 1, bytes, 5 * MiB, bytes, 3];
      const { inside, copies } = await built(sizes);
      expect(inside.map((entry) => [entry.path, entry.bytes, entry.crc32])).toEqual(expected(sizes));
      expect(copies.reduce((sum, copy) => sum + copy.bytes, 0)).toBeGreaterThan(2 * bytes - 16 * MiB);
    },
  );

  it.each([8 * MiB, 16 * MiB].flatMap((bytes) => [bytes - 1, bytes, bytes + 1]))(
    "reads back as it went in around the size from which the store copies: %i",
    async (bytes) => {
      const sizes = [bytes, 6 * MiB, bytes, bytes, 5 * MiB - 1, 5 * MiB, 5 * MiB + 1, bytes];
      const { inside, parts } = await built(sizes);
      expect(inside.map((entry) => [entry.path, entry.bytes, entry.crc32])).toEqual(expected(sizes));
      for (const part of parts.slice(0, -1)) expect(part.bytes).toBeGreaterThanOrEqual(5 * MiB);
    },
  );

  it("has at most 10,000 parts where attachments are hundreds of gigabytes", async () => {
    const sizes = [290 * GiB, 290 * GiB, 1, 290 * GiB, 290 * GiB];
    const { inside, parts, archive } = await built(sizes);
    expect(inside.map((entry) => [entry.path, entry.bytes, entry.crc32])).toEqual(expected(sizes));
    expect(parts.length).toBeGreaterThan(8_000);
    expect(parts.length).toBeLessThanOrEqual(10_000);
    expect(archive.bytes).toBeGreaterThan(1160 * GiB);
  });

  it.each([65_534, 65_535, 65_536])(
    "has %i entries, the tail's own among them",
    async (count) => {
      // The dump, README.txt, entries.ndjson, the manifest and its signature.
      const sizes = Array.from({ length: count - 5 }, (_, index) => index % 3);
      const { entries, inside } = await built(sizes);
      expect(entries.length).toBe(count);
      expect(inside.map((entry) => [entry.path, entry.bytes, entry.crc32])).toEqual(expected(sizes));
    },
    60_000,
  );
});
