import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { sweep } from "../../../functions/domain/sweep.ts";
import { aBackup, aDump, anArchive } from "../../support/a-backup.ts";
import { domainDeps } from "../../support/domain-deps.ts";
import { memoryArchiveStore } from "../../support/memory-archive-store.ts";
import { memoryQueue } from "../../support/memory-queue.ts";
import { memoryWorkStore } from "../../support/memory-work-store.ts";

const MINUTE = 60_000;
const DAY = 864e5;
const KEY = "t/acme/b/b1/g1/archive.zip";

/** A backup that ended a moment ago, with two working objects and one archive, and another's beside it. */
async function setUp(backup: Partial<Backup> = {}) {
  const deps = domainDeps({});
  const { clock, world } = deps;
  const archives = memoryArchiveStore({ partBytesMin: 1, now: () => clock.now() });
  const workObjects = memoryWorkStore();
  for (const key of ["t/acme/b/b1/g1/dump", "t/acme/b/b1/g2/dump", "t/acme/b/b2/g1/dump"]) {
    workObjects.objects.set(key, Buffer.from("bytes"));
  }
  const upload = { key: KEY, uploadId: await archives.begin({ key: KEY, tenantId: "acme", backupId: "b1" }) };
  const etag = await archives.putPart(upload, 1, Buffer.from(""), 0);
  const { versionId } = await archives.complete(upload, [{ number: 1, etag, bytes: 0, crc32: 0 }], {
    bytes: 0,
    crc32: 0,
  });
  const endedAt = clock.now();
  const ended = aBackup({
    tenantId: "acme",
    state: "cancelled",
    endedAt,
    ...(backup.state === "ready" || backup.state === "deleted" ? { archive: anArchive({ versionId }) } : {}),
    ...backup,
  });
  world.backups.set("acme/b1", ended);
  world.removals.set("acme/b1", { tenantId: "acme", backupId: "b1", dueAt: endedAt });
  const all = { ...deps, archives, workObjects, work: memoryQueue(clock), notices: memoryQueue(clock) };
  return {
    ...all,
    versionId,
    /** After so long; what is left then. */
    async sweepIn(ms: number) {
      clock.advance(ms);
      await sweep(all);
      return [...workObjects.objects.keys(), ...archives.objects.keys()];
    },
    dueIn: () => [...world.removals.values()].map(({ dueAt }) => dueAt - endedAt),
  };
}

describe("what a backup left", () => {
  it("goes with the next sweep after it was cancelled, and is looked at once more when nobody can be writing", async () => {
    const { sweepIn, workObjects, dueIn } = await setUp();
    expect(await sweepIn(MINUTE)).toEqual(["t/acme/b/b2/g1/dump"]);
    expect(dueIn()).toEqual([20 * MINUTE]);
    workObjects.objects.set("t/acme/b/b1/g1/inventory", Buffer.from("late"));
    expect(await sweepIn(10 * MINUTE)).toContain("t/acme/b/b1/g1/inventory");
    expect(await sweepIn(10 * MINUTE)).toEqual(["t/acme/b/b2/g1/dump"]);
    expect(dueIn()).toEqual([]);
  });

  it("is but the published archive when it is ready", async () => {
    const { sweepIn, dueIn, facts } = await withFacts({ state: "ready" });
    expect(await sweepIn(30 * MINUTE)).toEqual(["t/acme/b/b2/g1/dump", KEY]);
    expect(dueIn()).toEqual([]);
    expect(facts()).toEqual([]);
  });

  it.each([
    ["that copies out of it", { dump: aDump({ previous: { backupId: "b1", archiveKey: KEY, versionId: "v" } }) }],
    ["that has not chosen yet what to copy from", {}],
  ])("stays, when it was deleted, while there is a backup %s", async (_, live) => {
    const { sweepIn, world } = await setUp({ state: "deleted" });
    world.backups.set("acme/b3", aBackup({ tenantId: "acme", backupId: "b3", state: "packing", ...live }));
    expect(await sweepIn(MINUTE)).toContain(KEY);
    world.backups.set("acme/b3", aBackup({ tenantId: "acme", backupId: "b3", state: "ready", ...live }));
    expect(await sweepIn(16 * MINUTE)).not.toContain(KEY);
  });

  it("stays while it is locked, day by day", async () => {
    const { sweepIn, archives, versionId, clock, dueIn } = await setUp();
    await archives.retain({ key: KEY, versionId }, clock.now() + 1.5 * DAY);
    expect(await sweepIn(MINUTE)).toContain(KEY);
    expect(dueIn()).toEqual([DAY + MINUTE]);
    expect(await sweepIn(DAY + MINUTE)).toContain(KEY);
    expect(await sweepIn(DAY + MINUTE)).not.toContain(KEY);
    expect(dueIn()).toEqual([]);
  });

  it("is the archive too once it was deleted, and then the log says so", async () => {
    const { sweepIn, facts } = await withFacts({ state: "deleted" });
    expect(await sweepIn(30 * MINUTE)).toEqual(["t/acme/b/b2/g1/dump"]);
    expect(facts()).toMatchObject([{ what: "backup.removed", details: { backupId: "b1" } }]);
  });

  it("is without the files that were taken out of it from its deletion on, and without the archive when its lock ends", async () => {
    const keptUntil = 3 * DAY;
    const { sweepIn, workObjects, dueIn, clock, world, versionId } = await setUp({ state: "deleted" });
    const archive = anArchive({ versionId, keptUntil: clock.now() + keptUntil });
    world.backups.set("acme/b1", aBackup({ tenantId: "acme", state: "deleted", endedAt: clock.now(), archive }));
    for (const key of ["t/acme/extracts/b1/x1", "t/acme/extracts/b2/x2", "t/globex/extracts/b1/x3"]) {
      workObjects.objects.set(key, Buffer.from("bytes"));
    }
    const left = await sweepIn(MINUTE);
    expect(left).not.toContain("t/acme/extracts/b1/x1");
    expect(left).toEqual(expect.arrayContaining(["t/acme/extracts/b2/x2", "t/globex/extracts/b1/x3", KEY]));
    expect(dueIn()).toEqual([keptUntil]);
    expect(await sweepIn(keptUntil)).not.toContain(KEY);
  });

  it("is nothing that was taken out of it, while it is not deleted", async () => {
    const { sweepIn, workObjects } = await setUp({ state: "ready" });
    workObjects.objects.set("t/acme/extracts/b1/x1", Buffer.from("bytes"));
    expect(await sweepIn(MINUTE)).toContain("t/acme/extracts/b1/x1");
    expect(await sweepIn(30 * MINUTE)).toContain("t/acme/extracts/b1/x1");
  });

  it.each(["packing", undefined] as const)("is not touched while the backup is %s", async (state) => {
    const { sweepIn, world } = await setUp(state ? { state } : {});
    if (state === undefined) world.backups.clear();
    await expect(sweepIn(MINUTE)).rejects.toThrow("not all could be swept");
    expect(await sweepIn(0).catch(() => "still refused")).toBe("still refused");
    expect(world.removals.size).toBe(1);
  });

  it("keeps nothing else waiting when it cannot be removed, and is tried again", async () => {
    const { sweepIn, workObjects, dueIn } = await setUp();
    const { removeAll } = workObjects;
    workObjects.removeAll = () => Promise.reject(new Failure("service-busy"));
    await expect(sweepIn(MINUTE)).rejects.toThrow("not all could be swept");
    expect(dueIn()).toEqual([0]);
    workObjects.removeAll = removeAll;
    expect(await sweepIn(MINUTE)).toEqual(["t/acme/b/b2/g1/dump"]);
  });
});

async function withFacts(backup: Partial<Backup>) {
  const world = await setUp(backup);
  return { ...world, facts: () => world.world.facts };
}
