import { describe, expect, it } from "vitest";
import { aChange } from "../support/a-backup.ts";
import { type BuildSystem, buildSystem } from "../support/build-system.ts";
import { memoryBackupHistory } from "../support/memory-backup-history.ts";
import { makeBackup } from "../support/run-system.ts";
import { someAttachments, someBytes } from "../support/some-attachments.ts";

const contents = { attachments: someAttachments(40, 300, 0, 1300, 7), dump: someBytes(700, 99), workersMax: 2 };

/** Cancels right before or after the N-th call that anybody makes of any port; tells whether it came to that. */
function cancelAt(system: BuildSystem, nth: number, moment: "before" | "after"): () => boolean {
  const history = memoryBackupHistory(system.world);
  let seen = 0;
  let isCancelled = false;
  let isReached = false;
  system.interfere({
    async [moment]() {
      seen += 1;
      if (seen !== nth || isReached) return;
      isReached = true;
      isCancelled = await history.cancel(system.backup(), aChange(system.tenant.tenantId, system.clock.now()));
    },
  });
  return () => isCancelled;
}

/** What is left of the backup, in words. */
function leftOf({ world, work, archives, clock, ...system }: BuildSystem): string[] {
  const { archive } = system.backup();
  const objects = [...archives.objects.values()].filter(({ versionId }) => versionId !== archive?.versionId);
  const unlocked = objects.filter(({ retainedUntil }) => retainedUntil <= clock.now());
  return [
    ...[...world.slots.keys()].map((tenantId) => `slot of ${tenantId}`),
    ...[...world.steps.keys()].map((step) => `step ${step}`),
    ...[...archives.uploads.keys()].map((upload) => `upload ${upload}`),
    ...[...work.objects.keys()].map((key) => `working object ${key}`),
    ...unlocked.map(({ versionId }) => `archive ${versionId}`),
    // What is locked goes when it can: the row that sees to it must be there.
    ...(objects.length > unlocked.length && world.removals.size === 0 ? ["a locked archive, forgotten"] : []),
  ];
}

describe.each(["before", "after"] as const)("a backup that is cancelled %s any call", (moment) => {
  it("ends once, as cancelled or as ready, frees its slot and leaves nothing behind", async () => {
    let nth = 0;
    for (let isOver = false; !isOver; ) {
      nth += 1;
      const system = buildSystem(contents);
      const isCancelled = cancelAt(system, nth, moment);
      const { state, errors } = await makeBackup(system);
      expect({ nth, state, errors }).toEqual({ nth, state: isCancelled() ? "cancelled" : "ready", errors: [] });
      expect({ nth, left: leftOf(system) }).toEqual({ nth, left: [] });
      expect(system.notices.sent.length).toBe(isCancelled() ? 0 : 1);
      isOver = !isCancelled();
    }
    // Calls until it was ready.
    expect(nth).toBeGreaterThan(100);
  });
});
