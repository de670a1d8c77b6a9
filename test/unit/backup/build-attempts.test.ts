import { describe, expect, it } from "vitest";
import { Failure } from "../../../functions/domain/failure.ts";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

const times = <Item>(count: number, item: () => Item): Item[] => Array.from({ length: count }, item);

describe("attempts at a step", () => {
  it("are repeated after a dump that failed, later each time", async () => {
    const system = buildSystem({ attachments, dump });
    system.database.dumpFailures.push(...times(4, () => new Failure("dump-failed")));
    const startedAt = system.clock.now();
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "ready", generation: 5 });
    expect(system.database).toMatchObject({ opened: 5, closed: 5 });
    expect(backup.dump?.dumpKey).toContain("/g5/");
    const dumped = system.world.facts.find(({ what }) => what === "backup.dumped");
    expect((dumped?.at ?? 0) - startedAt).toBeGreaterThanOrEqual(5_000 + 10_000 + 20_000 + 40_000);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it.each([
    ["dump-failed", new Failure("dump-failed")],
    ["tenant-database-unavailable", new Failure("tenant-database-unavailable")],
    ["internal", new TypeError("a bug")],
  ])("end the backup after five of them with the reason of the last: %s", async (code, error) => {
    const system = buildSystem({ attachments, dump });
    system.database.dumpFailures.push(...times(9, () => error));
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "failed", failure: code });
    expect(system.database).toMatchObject({ opened: 5, closed: 5 });
    expect(await brokenInvariants(system)).toEqual([]);
    expect(system.notices.sent).toMatchObject([{ kind: "backup-failed" }]);
  });

  it.each(["dump-client-outdated", "tenant-database-unsupported", "store-refused"] as const)(
    "end the backup at once where a retry cannot help: %s",
    async (code) => {
      const system = buildSystem({ attachments, dump });
      system.database.dumpFailures.push(new Failure(code));
      expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: code });
      expect(system.database.opened).toBe(1);
      expect(await brokenInvariants(system)).toEqual([]);
    },
  );

  it("end the backup when every worker dies without progress", async () => {
    const system = buildSystem({ attachments, dump });
    let died = 0;
    system.interfere({
      before({ port, method, actor }) {
        if (`${port}.${method}` !== "signer.sign") return;
        died += 1;
        actor.kill();
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "no-progress", errors: [] });
    expect(died).toBe(5);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("are as many as it takes while each of them brings a part", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 1, partsAtOnce: 1, copiesAtOnce: 1 });
    let put = 0;
    system.interfere({
      before({ port, method, args }) {
        const isPacked = Number(args[1]) <= (system.backup().layout?.parts ?? 0);
        if (port !== "archives" || !["putPart", "copyPart"].includes(method) || !isPacked) return;
        put += 1;
        if (put % 2 === 0) throw new Failure("service-busy");
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready" });
    expect(put).toBeGreaterThan(12);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("count from 0 again with a part built in the very attempt that then fails", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 1, partsAtOnce: 1, copiesAtOnce: 1 });
    let put = 0;
    system.interfere({
      before({ port, method }) {
        if (`${port}.${method}` !== "archives.putPart") return;
        put += 1;
        // Four without progress, then a part and a failure: no fifth attempt without progress.
        if (put <= 4 || put === 6) throw new Failure("service-busy");
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready" });
  });
});

describe("slices", () => {
  it("go on in the next one when their time is over, having lost nothing", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 2, callMs: 20 });
    let put = 0;
    system.interfere({
      before: ({ port, method }) => void (`${port}.${method}` === "parts.put" && (put += 1)),
    });
    const backup = await makeBackup(system, { sliceMs: () => 30_300 });

    expect(backup).toMatchObject({ state: "ready", errors: [] });
    expect(system.queue.sent.filter(({ step }) => step === "pack").length).toBeGreaterThan(6);
    expect(put).toBe(backup.layout?.parts);
    expect(system.log.lines.filter((line) => !line.startsWith("info"))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("that never have the time for a part end the backup", async () => {
    const system = buildSystem({ attachments, dump });
    expect(await makeBackup(system, { sliceMs: () => 1_000 })).toMatchObject({
      state: "failed",
      failure: "no-progress",
    });
    expect(await brokenInvariants(system)).toEqual([]);
  });
});
