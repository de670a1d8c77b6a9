import { describe, expect, it } from "vitest";
import { decodeWork, encodeWork } from "../../../functions/adapters/sqs/work-message.ts";
import { systemWait } from "../../../functions/adapters/system/system-wait.ts";
import type { BuildWork, Step } from "../../../functions/domain/backup/build-work.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { runContainer } from "../../../functions/worker/run-container.ts";
import { dumpWork } from "../../support/a-backup.ts";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { runUntilEnded } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const HOUR_MS = 3_600_000;

async function acceptedBackup() {
  const system = buildSystem({ attachments: someAttachments(40, 300), dump: someBytes(1800, 99) });
  await system.accept();
  return { system, work: dumpWork(system.backup()) };
}

const depsOf = (system: BuildSystem) => ({
  ...system,
  timer: system.clock,
  decode: decodeWork,
  wait: async (ms: number) => system.clock.advance(ms),
});

const never = new AbortController().signal;

/** Lets the others work until a message of this step is the next one, and takes it. */
async function nextOf(system: BuildSystem, step: Step): Promise<BuildWork> {
  for (;;) {
    await runUntilEnded(system, { workers: 0, until: () => system.queue.nextAt() !== undefined });
    const work = system.queue.receive();
    if (work?.step === step) return work;
    if (work) await system.work1(work);
  }
}

/** The port, whose first use stops the task. */
const stopping = <Port extends object>(stop: AbortController, port: Port): Port =>
  new Proxy(port, {
    get(target, name, receiver) {
      stop.abort();
      return Reflect.get(target, name, receiver);
    },
  });

describe("a container task", () => {
  it("makes a dump that takes hours, and starts what follows it", async () => {
    const { system, work } = await acceptedBackup();
    system.database.beforeChunk = () => system.clock.advance(HOUR_MS);
    expect(await runContainer(depsOf(system), encodeWork(work), never)).toBe(0);
    expect(system.backup().dump?.dumpMs).toBeGreaterThan(10 * HOUR_MS);
    expect([...system.world.steps.values()].map((step) => step.work.step)).toEqual(["layout"]);
  });

  it("tries again by itself what may pass, and sends nothing to those who have no time for it", async () => {
    const { system, work } = await acceptedBackup();
    system.database.dumpFailures.push(new Failure("dump-failed"), new Failure("tenant-database-unavailable"));
    const waits: number[] = [];
    const wait = async (ms: number) => void waits.push(ms);
    expect(await runContainer({ ...depsOf(system), wait }, encodeWork(work), never)).toBe(0);
    expect(waits).toEqual([5_000, 10_000]);
    expect(system.queue.sent).toEqual([]);
    expect(system.backup()).toMatchObject({ generation: 3, dump: { dumpBytes: 1800 } });
  });

  it("ends well where the backup ends as failed: the record and the mail say so", async () => {
    const { system, work } = await acceptedBackup();
    system.database.dumpFailures.push(new Failure("dump-client-outdated"));
    expect(await runContainer(depsOf(system), encodeWork(work), never)).toBe(0);
    expect(system.backup()).toMatchObject({ state: "failed", failure: "dump-client-outdated" });
  });

  it("that is stopped gives its lease back and leaves the step as it was", async () => {
    const { system, work } = await acceptedBackup();
    const stop = new AbortController();
    let chunks = 0;
    system.database.beforeChunk = () => {
      chunks += 1;
      if (chunks === 3) stop.abort();
    };
    expect(await runContainer(depsOf(system), encodeWork(work), stop.signal)).toBe(143);
    expect(chunks).toBe(3);
    expect(system.database).toMatchObject({ opened: 1, closed: 1 });
    expect(system.work.objects.size).toBe(0);
    expect(system.backup()).toMatchObject({ state: "dumping" });
    expect(system.backup().dump).toBeUndefined();
    expect(await system.leases.acquire(work)).toBeDefined();
  });

  it.each(["layout", "pack", "seal"] as const)(
    "takes the step %s too, and leaves it whole when it is stopped",
    async (step) => {
      const { system } = await acceptedBackup();
      const work = await nextOf(system, step);
      const stop = new AbortController();
      const deps = { ...depsOf(system), archives: stopping(stop, system.archives), work: stopping(stop, system.work) };
      expect(await runContainer(deps, encodeWork(work), stop.signal)).toBe(143);
      expect(system.backup().failure).toBeUndefined();
      expect(await runContainer(depsOf(system), encodeWork(work), never)).toBe(0);
      expect(await runUntilEnded(system)).toMatchObject({ state: "ready" });
    },
  );

  it("that is stopped before it began, or while it waits, begins nothing", async () => {
    const { system, work } = await acceptedBackup();
    expect(await runContainer(depsOf(system), encodeWork(work), AbortSignal.abort())).toBe(143);
    expect(system.database.opened).toBe(0);
    const stop = new AbortController();
    system.database.dumpFailures.push(new Failure("dump-failed"));
    const wait = async () => stop.abort();
    expect(await runContainer({ ...depsOf(system), wait }, encodeWork(work), stop.signal)).toBe(143);
    expect(system.database.opened).toBe(1);
  });

  it("that cannot read the records says that it failed", async () => {
    const { system, work } = await acceptedBackup();
    const backups = { ...system.backups, find: () => Promise.reject(new Failure("service-busy")) };
    expect(await runContainer({ ...depsOf(system), backups }, encodeWork(work), never)).toBe(1);
    expect(system.log.lines.at(-1)).toContain("error task failed");
  });

  it.each([undefined, "", "{}", "not JSON"])("without readable work says so: %j", async (message) => {
    const { system } = await acceptedBackup();
    expect(await runContainer(depsOf(system), message, never)).toBe(2);
    expect(system.database.opened).toBe(0);
  });
});

describe("waiting", () => {
  it("ends by its time, or at once when it is stopped", async () => {
    const stop = new AbortController();
    await systemWait(1, stop.signal);
    const long = systemWait(HOUR_MS, stop.signal);
    stop.abort();
    await expect(long).resolves.toBeUndefined();
    await expect(systemWait(HOUR_MS, stop.signal)).resolves.toBeUndefined();
  });
});
