import { describe, expect, it } from "vitest";
import type { Backup } from "../../../functions/domain/backup/backup.ts";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import type { ActorCall } from "../../support/interference.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

const nameOf = ({ port, method }: ActorCall): string => `${port}.${method}`;

describe("finishing a range", () => {
  it("counts one after the other when all finish at the same time", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 5 });
    let tries = 0;
    let waiting: (() => void)[] = [];
    system.interfere({
      async before(call) {
        if (nameOf(call) !== "backups.completeRange") return;
        tries += 1;
        const ranges = system.backup().layout?.rangesLeft ?? 0;
        if (tries >= ranges) for (const go of waiting) go();
        else await new Promise<void>((go) => waiting.push(go));
        waiting = [];
      },
    });
    const backup = await makeBackup(system, { workers: 6 });

    expect(backup).toMatchObject({ state: "ready", errors: [], layout: { rangesLeft: 0 } });
    const finished = system.world.facts.filter(({ what }) => /range-packed|round-2|sealing/.test(what)).length;
    expect(tries).toBeGreaterThan(finished);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it.each([
    ["has another generation by then", (backup: Backup): Backup => ({ ...backup, generation: 9 })],
    ["has ended by then", (backup: Backup): Backup => ({ ...backup, state: "cancelled" })],
  ])("gives up when the backup %s", async (_, moved) => {
    const system: BuildSystem = buildSystem({ attachments, dump, workersMax: 1 });
    await system.accept();
    system.interfere({
      before(call) {
        if (nameOf(call) !== "backups.completeRange") return;
        for (const [key, backup] of system.world.backups) system.world.backups.set(key, moved(backup));
      },
    });
    const results: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      for (const { event } of system.world.outbox.values()) {
        if (event.kind === "work") results.push(await system.work1(event.work));
      }
    }
    expect(results).toContainEqual({ state: "abandoned" });
    expect(system.world.facts.map(({ what }) => what)).not.toContain("backup.failed");
  });
});
