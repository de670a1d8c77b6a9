import { describe, expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { aBackup, aDump } from "../../support/a-backup.ts";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { aReadyBackup } from "../../support/history-world.ts";
import { keyOf } from "../../support/memory-world.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 1500);
const dump = someBytes(1800, 99);
/** At the assumed rate, the first one is dumped in just 12 minutes. */
const FITTING = 16_800_000_000;

describe("a dump that is expected to take too long", () => {
  it("is not begun: the backup fails at once, and its mail says what to do", async () => {
    const system = buildSystem({ attachments, dump });
    system.database.bytes = FITTING + 1;
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "failed", failure: "dump-too-long", errors: [] });
    expect(system.database).toMatchObject({ opened: 1, closed: 1, dumped: 0 });
    const [accepted, ended] = [system.world.facts.at(0)?.at ?? 0, backup.endedAt ?? Infinity];
    expect(ended - accepted).toBeLessThan(1_000);
    expect(system.notices.sent).toMatchObject([
      { kind: "backup-failed", reason: expect.stringContaining("ask support") },
    ]);
    expect(system.work.objects.size).toBe(0);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("is made up to the last byte that fits", async () => {
    const system = buildSystem({ attachments, dump });
    system.database.bytes = FITTING;
    expect(await makeBackup(system)).toMatchObject({ state: "ready", dump: { databaseBytes: FITTING } });
  });

  it("is judged by the tenant's own dumps once there are any", async () => {
    const system = buildSystem({ attachments, dump });
    const past = aDump({ databaseBytes: FITTING, dumpMs: 721_000, snapshotAt: system.clock.now() });
    const before = aBackup({ ...aReadyBackup, tenantId: system.tenant.tenantId, backupId: "b0", dump: past });
    system.world.backups.set(keyOf(before.tenantId, before.backupId), before);
    system.database.bytes = FITTING;
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "dump-too-long" });
  });

  it("is made where there is no such limit", async () => {
    const system = buildSystem({ attachments, dump, dumpMsMax: Number.POSITIVE_INFINITY });
    system.database.bytes = 1000 * FITTING;
    expect(await makeBackup(system)).toMatchObject({ state: "ready" });
  });
});

/** Takes so long with each chunk. */
const slowDump = (chunkMs: number) => {
  const system = buildSystem({ attachments, dump });
  system.database.beforeChunk = () => system.clock.advance(chunkMs);
  return system;
};

describe("a dump that takes longer than expected", () => {
  it("is stopped when its time is over, and is not tried again", async () => {
    const system = slowDump(60_000);
    const backup = await makeBackup(system);
    expect(backup).toMatchObject({ state: "failed", failure: "dump-too-long", errors: [] });
    expect(system.database).toMatchObject({ opened: 1, closed: 1 });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("fails for what it failed for, if that came first", async () => {
    const system = slowDump(10);
    system.database.dumpFailures.push(new Failure("dump-client-outdated"));
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "dump-client-outdated" });
  });

  it("leaves its time for the next estimate, and a line of what it moved", async () => {
    const system = slowDump(1_000);
    const backup = await makeBackup(system, { until: () => system.backup().dump !== undefined });
    const chunks = Math.ceil(1800 / 97);
    expect(backup.dump?.dumpMs).toBe(chunks * 1_000);
    const inventory = [...system.work.objects].find(([key]) => key.includes("inventory"))?.[1] ?? new Uint8Array();
    const line = system.log.lines.find((said) => said.startsWith("info database dumped"));
    expect(line).toContain(`"bytesUploaded":${1800 + inventory.length}`);
    expect(line).toContain('"requests":2');
  });
});
