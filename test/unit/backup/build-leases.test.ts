import { describe, expect, it } from "vitest";
import type { BuildWork, Step } from "../../../functions/domain/backup/build-work.ts";
import { LEASE_BEAT_MS, LEASE_MS } from "../../../functions/domain/backup/step-leases.ts";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import type { ActorCall } from "../../support/interference.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

const WRITES: ReadonlySet<string> = new Set(
  [
    ["work", "write", "remove"],
    ["archives", "begin", "putPart", "complete", "abort", "retain"],
    ["parts", "put", "keepSignature"],
    ["backups", "beginDump", "completeDump", "completeLayout", "completeRange", "revise", "publish", "fail"],
    ["leases", "recordProgress", "release", "postpone", "remove"],
    ["queue", "send"],
    ["audit", "record"],
  ].flatMap(([port, ...methods]) => methods.map((method) => `${port}.${method}`)),
);

const nameOf = ({ port, method }: ActorCall): string => `${port}.${method}`;

/** What the one worker that was frozen calls afterwards, and what was taken over from it. */
function freezeOnce(system: BuildSystem, step: Step, at: string) {
  const works = new Map<number, unknown>();
  const after: string[] = [];
  let frozen: number | undefined;
  // Until then another part of the same slice may have been on its way.
  let isThawed = false;
  system.interfere({
    async before(call) {
      const { number } = call.actor;
      if (nameOf(call) === "leases.acquire") works.set(number, call.args[0]);
      if (isThawed && number === frozen) after.push(nameOf(call));
      const work = works.get(number);
      if (frozen !== undefined || nameOf(call) !== at || !isWork(work) || work.step !== step) return;
      frozen = number;
      system.clock.skip(LEASE_MS);
      expect(await system.leases.acquire(work)).toBeDefined();
      // Thawed: the beat that is due finds the lease taken.
      system.clock.advance(LEASE_BEAT_MS);
      await new Promise(setImmediate);
      isThawed = true;
    },
  });
  return { after, wasFrozen: () => frozen !== undefined };
}

const isWork = (value: unknown): value is BuildWork => typeof value === "object" && value !== null && "step" in value;

describe("a worker that lost its lease", () => {
  it.each([
    ["dump", "users.findById"],
    ["dump", "snapshot.rowCounts"],
    ["layout", "work.read"],
    ["pack", "work.read"],
    ["pack", "attachments.read"],
    ["seal", "parts.list"],
    ["seal", "signer.sign"],
    ["seal", "archives.listParts"],
    ["seal", "archives.read"],
  ] as const)("writes nothing more: %s, at %s", async (step, at) => {
    const system = buildSystem({ attachments, dump });
    const { after, wasFrozen } = freezeOnce(system, step, at);
    const backup = await makeBackup(system);

    expect(wasFrozen()).toBe(true);
    expect(after.filter((name) => WRITES.has(name))).toEqual([]);
    expect(backup).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("stops when it cannot renew, without a word to the backup", async () => {
    const system = buildSystem({ attachments, dump });
    let isCut = false;
    system.interfere({
      async before(call) {
        if (nameOf(call) === "attachments.read" && !isCut) {
          isCut = true;
          system.clock.advance(LEASE_BEAT_MS);
          await new Promise(setImmediate);
        }
        if (nameOf(call) === "leases.renew" && call.actor.kind === "worker" && isCut && beats++ === 0) {
          throw new TypeError("no way through");
        }
      },
    });
    let beats = 0;
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });
});

describe("a backup that is cancelled", () => {
  it.each(["snapshot.dump", "backups.completeLayout", "attachments.read", "parts.put", "signer.sign", "archives.read"])(
    "stays so, and nothing of it is left: at %s",
    async (name) => {
      const system = buildSystem({ attachments, dump });
      system.interfere({
        before(call) {
          if (nameOf(call) !== name || system.isEnded()) return;
          for (const [key, backup] of system.world.backups) {
            system.world.backups.set(key, { ...backup, state: "cancelled" });
          }
          system.world.slots.clear();
          system.world.steps.clear();
        },
      });
      expect(await makeBackup(system)).toMatchObject({ state: "cancelled", errors: [] });
      expect(system.backup()).not.toHaveProperty("archive");
      expect(system.archives.uploads.size).toBe(0);
      expect(system.world.steps.size).toBe(0);
      expect(system.notices.sent).toEqual([]);
    },
  );
});

describe("a worker that holds its lease", () => {
  it("beats it for as long as it works, so that nobody takes the step up", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 1, partsAtOnce: 1 });
    system.interfere({
      async before(call) {
        if (nameOf(call) !== "attachments.read" && nameOf(call) !== "signer.sign") return;
        for (let beat = 0; beat < 8; beat += 1) {
          system.clock.advance(LEASE_BEAT_MS);
          await new Promise(setImmediate);
        }
      },
    });
    expect(await makeBackup(system, { sliceMs: () => 3_600_000 })).toMatchObject({ state: "ready" });
    expect(system.log.lines.filter((line) => line.includes("taken up again"))).toEqual([]);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("lets go after its last beat has arrived, so that the next slice need not wait", async () => {
    const system = buildSystem({ attachments, dump, workersMax: 1, partsAtOnce: 1 });
    const slow = Promise.withResolvers<undefined>();
    const order: string[] = [];
    system.interfere({
      async before(call) {
        const isBeat = nameOf(call) === "leases.renew" && order.length === 0 && system.backup().state === "packing";
        if (isBeat) {
          order.push("beat sent");
          await slow.promise;
          order.push("beat arrived");
        }
        if (nameOf(call) === "leases.release" && order.length > 0) order.push("let go");
        if (nameOf(call) === "parts.put" && order.length === 0) {
          system.clock.advance(LEASE_BEAT_MS);
          // Arrives when all else of this slice has long happened.
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          setImmediate(() => setImmediate(() => setImmediate(() => slow.resolve(undefined))));
        }
      },
    });
    // One part, then the time is over.
    expect(await makeBackup(system, { sliceMs: () => 30_010 })).toMatchObject({ state: "ready" });
    expect(order.slice(0, 3)).toEqual(["beat sent", "beat arrived", "let go"]);
  });
});

describe("copies of messages", () => {
  it("that come at the same time change nothing", async () => {
    const system = buildSystem({ attachments, dump, copies: 2 });
    let put = 0;
    let acquired = 0;
    system.interfere({
      before(call) {
        if (nameOf(call) === "parts.put") put += 1;
        if (nameOf(call) === "leases.acquire") acquired += 1;
      },
    });
    const backup = await makeBackup(system, { workers: 8 });

    expect(backup).toMatchObject({ state: "ready", errors: [], generation: 1 });
    expect(put).toBe(backup.layout?.parts);
    expect(acquired).toBeGreaterThan(system.queue.sent.length);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("are dropped when they come after the end, or for another generation", async () => {
    const system = buildSystem({ attachments, dump });
    await makeBackup(system);
    const before = structuredClone([...system.world.backups]);
    for (const work of [
      ...system.queue.sent,
      { tenantId: "acme", backupId: "b1", step: "seal", generation: 2 } as const,
    ]) {
      expect(await system.work1(work)).toEqual({ state: "abandoned" });
    }
    expect([...system.world.backups]).toEqual(before);
  });

  it("of another tenant's or nobody's backup are dropped", async () => {
    const system = buildSystem({ attachments, dump });
    await system.accept();
    for (const ids of [{ backupId: "b2" }, { tenantId: "globex" }]) {
      const work = { tenantId: "acme", backupId: "b1", step: "dump", generation: 0, ...ids } as const;
      expect(await system.work1(work)).toEqual({ state: "abandoned" });
    }
    expect(system.backup().state).toBe("queued");
  });

  it("of another generation than the present one take no lease", async () => {
    const system = buildSystem({ attachments, dump });
    await system.accept();
    const acquired: unknown[] = [];
    system.interfere({
      before(call) {
        if (nameOf(call) === "leases.acquire") acquired.push(call.args[0]);
      },
    });
    expect(await system.work1({ tenantId: "acme", backupId: "b1", step: "layout", generation: 7 })).toEqual({
      state: "abandoned",
    });
    expect(acquired).toEqual([]);
  });
});
