import { describe, expect, it } from "vitest";
import { crc32 } from "../../../functions/domain/archive/crc32.ts";
import { LEASE_MS } from "../../../functions/domain/backup/step-leases.ts";
import { Failure } from "../../../functions/domain/failure.ts";
import { type BuildSystem, buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import type { ActorCall } from "../../support/interference.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

const nameOf = ({ port, method }: ActorCall): string => `${port}.${method}`;

/** Interferes at the first calls of that name. */
function atFirst(system: BuildSystem, name: string, times: number, meddle: (call: ActorCall) => void | Promise<void>) {
  let seen = 0;
  system.interfere({
    async before(call) {
      if (nameOf(call) === name && (seen += 1) <= times) await meddle(call);
    },
  });
}

const openUpload = (system: BuildSystem) => {
  const [upload] = [...system.archives.uploads.values()];
  if (upload === undefined) throw new Error("no upload is open");
  return upload;
};

const callMethod = (target: object, name: string, args: readonly unknown[]): unknown => {
  const method: unknown = Reflect.get(target, name);
  return typeof method === "function" ? Reflect.apply(method, target, args) : undefined;
};

/** Uploads what a part has already once more, as a late copy of its request would. */
async function uploadAgain(system: BuildSystem, number: number): Promise<void> {
  const upload = openUpload(system);
  const part = upload.parts.get(number);
  await system.archives.putPart(upload, number, part?.content ?? Buffer.alloc(0), part?.crc32 ?? 0);
}

describe("sealing", () => {
  it("takes the ETags that the store lists, when parts were uploaded again since their rows", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "archives.listParts", 1, () => uploadAgain(system, 1));
    expect(await makeBackup(system)).toMatchObject({ state: "ready" });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("looks again when a late copy arrives between listing and completing", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "archives.complete", 2, () => uploadAgain(system, 2));
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("refuses a part that is not what was built, and publishes nothing", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "archives.complete", 9, async () => {
      const upload = openUpload(system);
      const bytes = someBytes(upload.parts.get(1)?.bytes ?? 0, 5);
      await system.archives.putPart(upload, 1, bytes, crc32(bytes));
    });
    const backup = await makeBackup(system);
    expect(backup).toMatchObject({ state: "failed", failure: "archive-corrupt" });
    expect(system.archives.objects.size).toBe(0);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it.each(["parts", "signature"])("refuses an archive that does not read back as it was laid out: %s", async (what) => {
    const system = buildSystem({ attachments, dump });
    system.interfere({
      after(call) {
        if (nameOf(call) !== "archives.complete") return;
        for (const { content } of system.archives.objects.values()) {
          const at = what === "parts" ? Buffer.from(content).indexOf("openproject.pgdump") : content.length - 60;
          content[at] = (content[at] ?? 0) ^ 1;
        }
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "archive-corrupt" });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("finds the archive that an attempt completed whose answer never came", async () => {
    const system = buildSystem({ attachments, dump });
    let completed = 0;
    system.interfere({
      after(call) {
        if (nameOf(call) === "archives.complete" && (completed += 1) === 1) throw new Failure("answer-ambiguous");
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(completed).toBe(1);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("keeps the first signature over all attempts", async () => {
    const system = buildSystem({ attachments, dump });
    const made: string[] = [];
    system.interfere({
      before(call) {
        if (nameOf(call) === "parts.keepSignature") made.push(String(call.args[1]).split(" ", 1).join());
        if (nameOf(call) === "archives.complete" && made.length === 1) call.actor.kill();
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready" });
    expect(made).toHaveLength(2);
    const contents = await readArchive(system.archiveBytes());
    expect(String(contents.get("manifest.json.jws"))).toBe(`${made[0]}\n`);
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("publishes no signature of another manifest, when the manifest became another since it was signed", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "archives.complete", 1, ({ actor }) => {
      actor.kill();
      // What another version of the program would do: write another manifest of the same backup.
      for (const [key, backup] of system.world.backups)
        system.world.backups.set(key, { ...backup, requestedAt: 2_000 });
    });
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "store-conflict" });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("is no failure of the backup when another completed the upload under its hands", async () => {
    // Time that no call takes: the frozen one wakes up before its beat does.
    const system = buildSystem({ attachments, dump, callMs: 0 });
    let isFrozen = false;
    system.interfere({
      async before(call) {
        if (nameOf(call) === "archives.retain" && isFrozen && !isKilled) {
          isKilled = true;
          call.actor.kill();
        }
        if (isFrozen || nameOf(call) !== "archives.putPart" || system.backup().state !== "sealing") return;
        isFrozen = true;
        system.clock.skip(LEASE_MS);
        const [step] = system.world.steps.values();
        // The other one completes the upload, and dies before it can publish.
        if (step !== undefined) await system.work1(step.work);
        expect(isKilled).toBe(true);
      },
    });
    let isKilled = false;
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("goes on with what a frozen worker completed after all", async () => {
    const system = buildSystem({ attachments, dump });
    let late: (() => unknown) | undefined;
    system.interfere({
      async before(call) {
        if (nameOf(call) === "archives.complete" && late === undefined) {
          const { args } = call;
          late = () => callMethod(system.archives, "complete", args);
          call.actor.kill();
        } else if (nameOf(call) === "archives.putPart" && late !== undefined && system.archives.objects.size === 0) {
          // The request that was on its way arrives after another has taken over.
          await late();
        }
      },
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("waits for another that is completing right now", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "archives.complete", 2, () => {
      throw new Failure("store-conflict");
    });
    expect(await makeBackup(system)).toMatchObject({ state: "ready", errors: [] });
    expect(await brokenInvariants(system)).toEqual([]);
  });

  it("ends the backup when upload and object are both gone", async () => {
    const system = buildSystem({ attachments, dump });
    atFirst(system, "signer.sign", 1, () => system.archives.abort(openUpload(system)));
    expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "store-not-found" });
    expect(await brokenInvariants(system)).toEqual([]);
  });
});

it("publishes nothing whose dump the program that restores it cannot read", async () => {
  const system = buildSystem({ dump: Buffer.from("not a dump, whatever pg_dump said") });
  expect(await makeBackup(system)).toMatchObject({ state: "failed", failure: "archive-corrupt" });
  expect(await brokenInvariants(system)).toEqual([]);
});
