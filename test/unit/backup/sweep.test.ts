import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import { aBackup, aNoticedChange } from "../../support/a-backup.ts";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import type { ActorCall } from "../../support/interference.ts";
import { makeBackup, runUntilEnded } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);
const MINUTE_MS = 60_000;

const nameOf = ({ port, method }: ActorCall): string => `${port}.${method}`;

/** Runs a backup until something first calls this, and leaves it there: nothing of it runs any more. */
async function stoppedAt(name: string): Promise<BuildSystem> {
  const system = buildSystem({ attachments, dump });
  await system.accept();
  let isStopped = false;
  system.interfere({
    before(call) {
      if (isStopped || nameOf(call) !== name) return;
      isStopped = true;
      call.actor.kill();
    },
  });
  await runUntilEnded(system, { workers: 1, until: () => isStopped });
  return system;
}

describe("sweeping", () => {
  it("sends what the stream forgot, once it is a minute old", async () => {
    const system = buildSystem({ attachments, dump });
    await system.accept();
    const [row] = system.world.outbox.values();
    system.clock.advance(MINUTE_MS);
    await system.sweep();
    expect(row).not.toHaveProperty("sentAt");
    system.clock.advance(1);
    await system.sweep();
    expect(row).toHaveProperty("sentAt");
    expect(system.queue.sent).toContainEqual(expect.objectContaining({ step: "dump" }));
  });

  it("brings a backup to its end without any stream", async () => {
    const system = buildSystem({ attachments, dump });
    expect(await makeBackup(system, { hasStream: false })).toMatchObject({ state: "ready", errors: [] });
    expect(system.notices.sent).toMatchObject([{ kind: "backup-ready" }]);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it.each(["snapshot.dump", "backups.completeLayout", "parts.put", "archives.complete"])(
    "takes up a step whose worker died at %s, once its lease is over",
    async (name) => {
      const system = await stoppedAt(name);
      const { length } = system.queue.sent;
      await system.sweep();
      expect(system.queue.sent).toHaveLength(length);
      system.clock.advance(MINUTE_MS);
      await system.sweep();
      const steps = [...system.world.steps.values()].map(({ work }) => work);
      expect(new Set(system.queue.sent.slice(length))).toEqual(new Set(steps));
      // Not again while the message may still be on its way.
      await system.sweep();
      expect(system.queue.sent).toHaveLength(length + steps.length);
      expect(await runUntilEnded(system)).toMatchObject({ state: "ready", errors: [] });
      expect(await brokenInvariants(system)).toEqual([]);
    },
  );

  it("aborts the upload of a layout that was not completed, and leaves the live one", async () => {
    const system = await stoppedAt("backups.completeLayout");
    expect(system.archives.uploads.size).toBe(1);
    await system.sweep();
    expect(system.archives.uploads.size).toBe(1);

    let swept = 0;
    system.interfere({
      async before(call) {
        if (nameOf(call) !== "parts.put" || (swept += 1) > 1) return;
        expect(system.archives.uploads.size).toBe(2);
        await system.sweep();
        expect([...system.archives.uploads.keys()]).toEqual([system.backup().layout?.uploadId]);
      },
    });
    expect(await runUntilEnded(system)).toMatchObject({ state: "ready" });
    expect(swept).toBeGreaterThan(0);
  });

  it("aborts the upload of a backup that has ended, and of none", async () => {
    const system = await stoppedAt("parts.put");
    await system.archives.begin({ key: "t/acme/b/b9/g1/archive.zip", tenantId: "acme", backupId: "b9" });
    await system.backups.fail(aBackup({ tenantId: "acme" }), "no-progress", aNoticedChange("acme", system.clock.now()));
    await system.sweep();
    expect(system.archives.uploads.size).toBe(0);
  });

  it("aborts the upload of an older generation at once", async () => {
    const system = await stoppedAt("parts.put");
    const [key, backup] = [...system.world.backups][0] ?? ["", aBackup({ tenantId: "acme" })];
    const { layout: _, ...revised } = backup;
    system.world.backups.set(key, { ...revised, state: "dumping", generation: 2 });
    await system.sweep();
    expect(system.archives.uploads.size).toBe(0);
  });

  it.each([
    ["an ended backup", (backup: Backup): Backup => ({ ...backup, state: "cancelled" })],
    ["an older generation", (backup: Backup): Backup => ({ ...backup, generation: 2 })],
    ["no backup", () => undefined],
  ])("removes the rows of steps that nobody needs: of %s", async (_, moved) => {
    const system = await stoppedAt("parts.put");
    const { length } = system.queue.sent;
    for (const [key, backup] of system.world.backups) {
      const other = moved(backup);
      if (other === undefined) system.world.backups.delete(key);
      else system.world.backups.set(key, other);
    }
    system.clock.advance(MINUTE_MS);
    await system.sweep();
    expect(system.world.steps.size).toBe(0);
    expect(system.queue.sent).toHaveLength(length);
  });

  it("does all else when one thing fails, and tells of each failure", async () => {
    const system = await stoppedAt("parts.put");
    const waiting = [...system.world.steps.values()].length;
    const { length } = system.queue.sent;
    await system.archives.begin({ key: "t/acme/b/b8/g1/archive.zip", tenantId: "acme", backupId: "b8" });
    await system.archives.begin({ key: "t/acme/b/b9/g1/archive.zip", tenantId: "acme", backupId: "b9" });
    for (const row of system.world.outbox.values()) delete row.sentAt;
    const failed = new Set<string>();
    system.interfere({
      before(call) {
        const { actor } = call;
        const name = nameOf(call);
        const isFirst = ["archives.abort", "leases.postpone", "outbox.markSent"].includes(name) && !failed.has(name);
        if (actor.kind !== "sweeper" || !isFirst) return;
        failed.add(name);
        throw new TypeError(name);
      },
    });
    system.clock.advance(2 * MINUTE_MS);

    const error: unknown = await system.sweep().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(AggregateError);
    const errors: unknown[] = error instanceof AggregateError ? error.errors : [];
    expect(errors.map(String).toSorted()).toEqual([
      "TypeError: archives.abort",
      "TypeError: leases.postpone",
      "TypeError: outbox.markSent",
    ]);
    expect(system.archives.uploads.size).toBe(2);
    const events = system.world.outbox.size;
    expect([...system.world.outbox.values()].filter(({ sentAt }) => sentAt === undefined)).toHaveLength(1);
    expect(system.queue.sent).toHaveLength(length + events + waiting - 1);
  });

  it("sweeps the rest when a list cannot be read", async () => {
    const system = await stoppedAt("parts.put");
    system.interfere({
      before(call) {
        if (nameOf(call) === "outbox.waiting" || nameOf(call) === "archives.openUploads")
          throw new TypeError("no list");
      },
    });
    const { length } = system.queue.sent;
    system.clock.advance(MINUTE_MS);
    await expect(system.sweep()).rejects.toMatchObject({ errors: [{ message: "no list" }, { message: "no list" }] });
    expect(system.queue.sent.length).toBeGreaterThan(length);
  });
});
