import { describe, expect, it } from "vitest";
import { type BuildSystem, type BuildSystemOptions, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { randomSigner } from "../../support/random-signer.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const sizes = [40, 300, 0, 1500, 7, 700, 100, 20, 400, 2, 90, 90, 90, 90, 2000, 5, 5, 5, 160, 161, 90, 90];
const attachments = someAttachments(...sizes);
const firstDump = someBytes(1800, 99);
const secondDump = someBytes(1900, 98);

/** One signature for all, so that archives can be compared. */
const systemWith = (options: BuildSystemOptions = {}): BuildSystem =>
  buildSystem({ attachments, dump: firstDump, signer: randomSigner(() => "same"), ...options });

async function made(options?: BuildSystemOptions): Promise<BuildSystem> {
  const system = systemWith(options);
  expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
  expect(await brokenInvariants(system)).toEqual([]);
  return system;
}

/** One fact of the slices that packed, summed over them. */
const packed = ({ log }: BuildSystem, fact: string): number =>
  log.lines
    .flatMap((line) => new RegExp(`parts packed .*"${fact}":(\\d+)`).exec(line)?.[1] ?? [])
    .reduce((sum, digits) => sum + Number(digits), 0);

describe("the second backup of a tenant", () => {
  it.each(["checksum", "none"] as const)(
    "is, byte for byte, what it would be without the first, on a store whose answer is: %s",
    async (copyAnswers) => {
      const previous = await made();
      const second = await made({ previous, dump: secondDump, store: { copyAnswers } });
      const alone = await made({ dump: secondDump });
      expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
      // All attachments are copied as runs; the dump has a head, as ever.
      expect(packed(second, "bytesUploaded")).toBeLessThan(400);
      expect(packed(alone, "bytesUploaded")).toBeGreaterThan(2_000);
    },
  );

  it("moves what is new, and as many bytes around each hole as the store makes it", async () => {
    const previous = await made();
    const changed = attachments
      .filter(({ id }) => id !== 8)
      .map((each) => (each.id === 13 ? { ...each, content: someBytes(90, 500) } : each))
      .concat(someAttachments(...sizes, 120, 30).slice(-2));
    const second = await made({ previous, attachments: changed, dump: secondDump });
    const alone = await made({ attachments: changed, dump: secondDump });
    expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
    expect(packed(second, "bytesUploaded")).toBeLessThan(packed(alone, "bytesUploaded") / 2);
  });

  it("is built from its sources where the store copies nothing", async () => {
    const previous = await made();
    const second = await made({ previous, store: { copyAnswers: "refused" }, dump: secondDump });
    const alone = await made({ dump: secondDump });
    expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
    expect(second.archives.moved.copied).toBe(0);
  });

  it("notices a byte of the first that went bad since, and takes the source instead", async () => {
    const previous = await made();
    const second = systemWith({ previous, dump: secondDump });
    const [key = ""] = second.archivesBefore;
    const { content } = second.archives.objects.get(key) ?? {};
    // In the content of file 4, far from headers.
    if (content) content[600] = (content[600] ?? 0) ^ 1;
    expect(await makeBackup(second)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(second)).toEqual([]);
    const alone = await made({ dump: secondDump });
    expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
    expect(second.log.lines.some((line) => line.includes("other bytes than it was made of"))).toBe(true);
  });

  it.each(["dumping", "packing"] as const)("goes on when the first one vanishes while it is %s", async (when) => {
    const previous = await made();
    const second = systemWith({ previous, dump: secondDump, workersMax: 1 });
    const [key = ""] = second.archivesBefore;
    second.interfere({
      async before({ port, method }) {
        const isNow = when === "dumping" ? method === "openSnapshot" : port === "archives" && method === "begin";
        if (isNow) await second.archives.removeVersions(key);
      },
    });
    expect(await makeBackup(second)).toMatchObject({ state: "ready", errors: [] });
    const alone = await made({ dump: secondDump });
    expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
  });

  it("does without a first one whose list of entries is not what was written", async () => {
    const previous = await made();
    const second = systemWith({ previous, dump: secondDump });
    const [key = ""] = second.archivesBefore;
    const { content } = second.archives.objects.get(key) ?? {};
    const place = previous.backup().archive?.entriesList;
    if (!content || !place) throw new Error("no list");
    content[place.offset + place.bytes - 5] = 0x20;
    expect(await makeBackup(second)).toMatchObject({ state: "ready", errors: [] });
    expect(second.backup().dump?.previous).toBeUndefined();
    const alone = await made({ dump: secondDump });
    expect(second.archiveBytes().equals(alone.archiveBytes())).toBe(true);
  });

  it("keeps the sums of what no worker saw again: the third knows as much as the first", async () => {
    const first = await made();
    const second = await made({ previous: first, dump: secondDump });
    const third = await made({ previous: second, dump: firstDump });
    expect(third.archiveBytes().equals(first.archiveBytes())).toBe(true);
    expect(packed(third, "bytesUploaded")).toBeLessThan(400);
  });

  it("copies nothing of an attachment whose ETag, size, name or recorded MD5 is another", async () => {
    const previous = await made();
    const second = systemWith({ previous, dump: secondDump });
    const record = second.database.records.find(({ id }) => id === 4);
    if (!record) throw new Error("no record");
    second.database.records.splice(second.database.records.indexOf(record), 1, { ...record, md5: "0".repeat(32) });
    await makeBackup(second);
    expect(await brokenInvariants(second)).toEqual([]);
  });
});
