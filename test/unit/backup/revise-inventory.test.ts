import { describe, expect, it } from "vitest";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import type { ActorCall } from "../../support/interference.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

const nameOf = ({ port, method }: ActorCall): string => `${port}.${method}`;

/** Does something to the sources at the first call of that name in each generation, for so many generations. */
function meddle(system: BuildSystem, at: string, times: number, change: (generation: number) => void): void {
  const seen = new Set<number>();
  system.interfere({
    before(call) {
      const { generation } = system.backup();
      if (nameOf(call) !== at || seen.has(generation) || seen.size >= times) return;
      seen.add(generation);
      change(generation);
    },
  });
}

/** One vanishes in each generation. */
const vanishing = (system: BuildSystem) => (generation: number) => {
  const id = generation === 3 ? 8 : generation;
  system.attachments.remove(id, `file-${id}.bin`);
};

describe("a source that is not as it was", () => {
  it.each([
    ["changed", (system: BuildSystem) => system.attachments.put(4, "file-4.bin", someBytes(1500, 77))],
    ["gone", (system: BuildSystem) => system.attachments.remove(4, "file-4.bin")],
    ["cut short", (system: BuildSystem) => system.attachments.put(4, "file-4.bin", someBytes(15, 4))],
  ])("is named as missing, and the rest is whole: %s", async (_, change) => {
    const system = buildSystem({ attachments, dump });
    meddle(system, "attachments.read", 1, () => change(system));
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({
      state: "ready",
      generation: 2,
      dump: { inventoryRevision: 1, entries: 8, missing: 1, attachmentBytes: 1139 },
      archive: { entries: 8, missing: 1 },
    });
    expect(await brokenInvariants(system)).toEqual([]);
    const contents = await readArchive(system.archiveBytes());
    expect(contents.has("attachment/file/4/file-4.bin")).toBe(false);
    expect(contents.get("attachment/file/6/file-6.bin")).toEqual(someBytes(700, 6));
    const list = String(contents.get("MISSING_ATTACHMENTS.txt"));
    expect(list).toContain('4\t"file-4.bin"\tchanged or vanished while the backup was made');
    expect(String(contents.get("entries.ndjson"))).toContain(
      '{"missing":{"id":4,"file":"file-4.bin","why":"changed"}}',
    );
    expect(system.notices.sent).toMatchObject([{ kind: "backup-ready", backup: { missing: 1 } }]);
  });

  it("keeps the dump: there is one snapshot, whatever changes", async () => {
    const system = buildSystem({ attachments, dump });
    meddle(system, "attachments.read", 2, (generation) =>
      system.attachments.remove(generation, `file-${generation}.bin`),
    );
    const backup = await makeBackup(system);
    expect(backup).toMatchObject({ state: "ready", dump: { inventoryRevision: 2 }, archive: { missing: 2 } });
    expect(backup.dump?.dumpKey).toContain("/g1/");
    expect(system.database.opened).toBe(1);
  });

  it("brings all that changed by then with it, in one revision", async () => {
    const system = buildSystem({ attachments, dump });
    meddle(system, "attachments.read", 1, () => {
      for (const id of [1, 2, 4, 5, 7]) system.attachments.remove(id, `file-${id}.bin`);
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", generation: 2, archive: { missing: 5 } });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("is seen by several workers at once, and is one revision", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 5, copies: 2 });
    meddle(system, "attachments.read", 1, () => {
      for (const id of [2, 6]) system.attachments.remove(id, `file-${id}.bin`);
    });
    expect(await makeBackup(system, { workers: 6 })).toMatchObject({ state: "ready", generation: 2 });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("is found in the tail's own entries too", async () => {
    const system = buildSystem({ attachments: someAttachments(300, 900, 10), dump: someBytes(5, 1) });
    let isSealing = false;
    system.interfere({
      before(call) {
        if (isSealing || system.backup().state !== "sealing") return;
        isSealing = true;
        expect(nameOf(call)).not.toBe("attachments.read");
        system.attachments.remove(3, "file-3.bin");
      },
    });
    const backup = await makeBackup(system);
    expect(backup).toMatchObject({ state: "ready", generation: 2, archive: { entries: 3, missing: 1 } });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("may be the last: then there is only the dump", async () => {
    const system = buildSystem({ attachments: someAttachments(900), dump });
    meddle(system, "attachments.read", 1, () => system.attachments.remove(1, "file-1.bin"));
    expect(await makeBackup(system)).toMatchObject({ state: "ready", archive: { entries: 1, missing: 1 } });
  });

  it("is revised for three times; the fourth change ends the backup", async () => {
    const three = buildSystem({ attachments, dump });
    meddle(three, "attachments.read", 3, vanishing(three));
    expect(await makeBackup(three)).toMatchObject({ state: "ready", generation: 4, archive: { missing: 3 } });

    const four = buildSystem({ attachments, dump });
    meddle(four, "attachments.read", 4, vanishing(four));
    expect(await makeBackup(four)).toMatchObject({ state: "failed", failure: "source-changed", generation: 4 });
    for (const system of [three, four]) expect(await brokenInvariants(system)).toEqual([]);
    expect(four.notices.sent).toMatchObject([{ reason: expect.stringContaining("kept changing") }]);
  });

  it("is not looked for in our own dump: that is a conflict, at once", async () => {
    const system = buildSystem({ attachments, dump });
    meddle(system, "attachments.read", 1, () => {
      for (const [key, bytes] of system.work.objects) {
        if (key.endsWith("pgdump")) system.work.objects.set(key, bytes.subarray(0, 100));
      }
    });
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "store-conflict", generation: 1 });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("does not let a worker on the old upload end the backup, when that upload is gone", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 3 });
    let isOvertaken = false;
    system.interfere({
      async before(call) {
        if (nameOf(call) !== "archives.putPart" || isOvertaken) return;
        isOvertaken = true;
        system.attachments.remove(6, "file-6.bin");
        for (const { work } of Array.from(system.world.steps.values())) await system.work1(work);
        await system.sweep();
        expect(system.backup().generation).toBe(2);
        expect(system.archives.uploads.size).toBe(0);
      },
    });
    expect(await makeBackup(system, { workers: 1 })).toMatchObject({ state: "ready", generation: 2, errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("leaves the old upload and the old steps to the sweeper", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 4 });
    const uploads = new Set<string>();
    let staleRows = 0;
    system.interfere({
      before() {
        for (const id of system.archives.uploads.keys()) uploads.add(id);
        const { generation } = system.backup();
        for (const { work } of system.world.steps.values())
          if (work.step !== "dump" && work.generation < generation) staleRows += 1;
      },
    });
    meddle(system, "attachments.read", 1, () => system.attachments.remove(1, "file-1.bin"));
    await makeBackup(system, { workers: 1 });
    expect(uploads.size).toBe(2);
    expect(staleRows).toBeGreaterThan(0);
    expect(await brokenInvariants(system)).toEqual([]);
  });
});
