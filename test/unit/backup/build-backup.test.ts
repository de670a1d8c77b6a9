import { describe, expect, it } from "vitest";
import { listArchive } from "../../../functions/domain/archive/list-archive.ts";
import { checkHeader } from "../../../functions/domain/archive/read-entry.ts";
import { DEFAULT_SETTINGS } from "../../../functions/domain/tenant/tenant.ts";
import { aTenant } from "../../support/a-tenant.ts";
import { rangesOf } from "../../support/archive-contents.ts";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

/** Small ones that share parts, big ones whose CRC-32 needs round 2, an empty one. */
const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

describe("building a backup", () => {
  it("ends ready, with an archive that has every byte of dump and attachments", async () => {
    const system = buildSystem({ attachments, dump });
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "ready", errors: [], archive: { entries: 9, missing: 0 } });
    expect(await brokenInvariants(system)).toEqual([]);
    expect(system.log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
    const bytes = system.archiveBytes();
    const contents = await readArchive(bytes);
    for (const { id, file, content } of attachments) {
      expect(contents.get(`attachment/file/${id}/${file}`)).toEqual(content);
    }
    const listed = await Array.fromAsync(listArchive(rangesOf(bytes), bytes.length));
    expect(listed.map(({ path }) => path)).toEqual([...contents.keys()]);
    for (const entry of listed) await expect(checkHeader(rangesOf(bytes), entry)).resolves.toBeUndefined();
  });

  it("goes through both rounds, and tells of every change and of the end", async () => {
    const system = buildSystem({ attachments, dump });
    await makeBackup(system);

    const whats = system.world.facts.map(({ what }) => what).filter((what) => what !== "backup.range-packed");
    expect(whats.slice(1)).toEqual([
      "backup.dumping",
      "backup.dumped",
      "backup.packing",
      "backup.round-2",
      "backup.sealing",
      "backup.ready",
    ]);
    expect(system.notices.sent).toMatchObject([
      { kind: "backup-ready", backup: { entries: 8, missing: 0, archiveBytes: system.archiveBytes().length } },
    ]);
  });

  it("ends ready where everything fits into the tail", async () => {
    const limits = { partBytesMin: 1000, partBytes: 1000 };
    const system = buildSystem({ attachments: someAttachments(3, 0), dump: someBytes(20, 1), limits });
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "ready", layout: { parts: 0, rangesLeft: 0 } });
    expect(await brokenInvariants(system)).toEqual([]);
    expect(system.world.facts.map(({ what }) => what)).not.toContain("backup.packing");
    expect((await readArchive(system.archiveBytes())).get("attachment/file/1/file-1.bin")).toEqual(someBytes(3, 1));
  });

  it("ends ready without attachments, and without rows for them", async () => {
    const system = buildSystem({ dump });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", archive: { entries: 1 } });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it.each([
    ["not-asked", { wantsAttachments: false }],
    ["switched-off", { tenant: aTenant({ settings: { ...DEFAULT_SETTINGS, backupIncludeAttachments: false } }) }],
    [
      "over-size-limit",
      { tenant: aTenant({ settings: { ...DEFAULT_SETTINGS, backupAttachmentSizeMaxSumMb: 1 / 1024 } }) },
    ],
  ])("leaves attachments out, and says why: %s", async (leftOut, options) => {
    const system = buildSystem({ attachments, dump, ...options });
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "ready", dump: { attachmentsLeftOut: leftOut }, archive: { entries: 1 } });
    expect(await brokenInvariants(system)).toEqual([]);
    const contents = await readArchive(system.archiveBytes());
    expect([...contents.keys()].filter((path) => path.startsWith("attachment/"))).toEqual([]);
    expect(JSON.parse(String(contents.get("manifest.json")))).toMatchObject({ attachments: { count: 0, leftOut } });
    expect(system.notices.sent).toMatchObject([
      { backup: { attachmentsLeftOut: expect.stringContaining("attachments") } },
    ]);
  });

  it("takes attachments that are exactly as many bytes as the limit", async () => {
    const settings = { ...DEFAULT_SETTINGS, backupAttachmentSizeMaxSumMb: 1 / 1024 };
    const system = buildSystem({ attachments: someAttachments(1000, 24), dump, tenant: aTenant({ settings }) });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", archive: { entries: 3 } });
  });

  it("names what is missing in status, manifest, list and notice", async () => {
    const system = buildSystem({ attachments, dump });
    system.attachments.remove(2, "file-2.bin");
    system.attachments.put(6, "file-6.bin", someBytes(701, 6));
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "ready", dump: { missing: 2 }, archive: { entries: 7, missing: 2 } });
    const contents = await readArchive(system.archiveBytes());
    expect(JSON.parse(String(contents.get("manifest.json")))).toMatchObject({ attachments: { count: 6, missing: 2 } });
    const list = String(contents.get("MISSING_ATTACHMENTS.txt"));
    expect(list).toContain('2\t"file-2.bin"\tnot in the attachment store');
    expect(list).toContain('6\t"file-6.bin"\thas 701 bytes in the attachment store, but 700 in the database');
    expect(system.notices.sent).toMatchObject([{ kind: "backup-ready", backup: { missing: 2, entries: 6 } }]);
  });

  it("gives the same bytes whoever builds it, on a store that lists no CRC-32 and one that keeps ETags", async () => {
    const signer = { sign: async () => "header..same" };
    const bytes = await Promise.all(
      [
        { workersMax: 1, partsAtOnce: 1 },
        { workersMax: 5, partsAtOnce: 3 },
        { store: { listsCrc32: false, isEncrypted: false } },
      ].map(async (options) => {
        const system = buildSystem({ attachments, dump, signer, ...options });
        await makeBackup(system);
        return system.archiveBytes();
      }),
    );
    expect(bytes[1]?.equals(bytes[0] ?? Buffer.alloc(0))).toBe(true);
    expect(bytes[2]?.equals(bytes[0] ?? Buffer.alloc(0))).toBe(true);
  });
});
