import { describe, expect, it } from "vitest";
import type { BackupState } from "../../functions/domain/backup/backup.ts";
import { type BuildSystem, type BuildSystemOptions, buildSystem } from "../support/build-system.ts";
import { brokenInvariants } from "../support/check-invariants.ts";
import { breakNthCall, callName, countCalls, FAULTS, type Fault } from "../support/nth-call.ts";
import { nonceOf, randomSigner } from "../support/random-signer.ts";
import { readArchive } from "../support/read-archive.ts";
import { makeBackup, type RunOptions } from "../support/run-system.ts";
import { someAttachments, someBytes } from "../support/some-attachments.ts";

interface Scenario {
  readonly ends: BackupState;
  readonly options?: BuildSystemOptions;
  readonly run?: RunOptions;
  /** Calls to break; without it all that the scenario makes. */
  readonly only?: RegExp;
  arrange?(system: BuildSystem): void;
}

const contents = { attachments: someAttachments(40, 300, 0, 1300, 7), dump: someBytes(700, 99), workersMax: 2 };

/** Together they call every method of every port. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "with a source that vanishes": {
    ends: "ready",
    arrange: (system) =>
      system.interfere({
        before(call) {
          if (callName(call) === "backups.completeLayout") system.attachments.remove(4, "file-4.bin");
        },
      }),
  },
  "in short slices, sent by the sweeper alone": {
    ends: "ready",
    options: { callMs: 20, partsAtOnce: 1 },
    run: { sliceMs: () => 30_500, hasStream: false },
    only: /^(leases|queue|outbox)\.|completeRange/,
  },
  "on a store that tells no CRC-32 of what it copies": {
    ends: "ready",
    options: { store: { copyAnswers: "none", listsCrc32: false } },
    only: /^(archives\.copyPart|work\.read|attachments\.read)$/,
  },
  "on a store that copies nothing": {
    ends: "ready",
    options: { store: { copyAnswers: "refused" } },
    only: /^archives\.(copy|put)Part$/,
  },
  "with a permission that was withdrawn": { ends: "failed", arrange: (system) => void system.people.splice(0) },
};

/** As many as a worker builds at the same time, and one more. */
const REBUILT_MAX = 3;

/** Signatures differ, and still the same ones come up again, so that each archive to compare with is made once. */
function countingSigner() {
  let signed = 0;
  return randomSigner(() => String((signed += 1)));
}

function systemOf(scenario: Scenario, signer = countingSigner()): BuildSystem {
  const system = buildSystem({ ...contents, signer, ...scenario.options });
  scenario.arrange?.(system);
  return system;
}

/** What the same dump and attachments give when nothing breaks, under the signature that was kept. */
function unbrokenArchives(scenario: Scenario): (broken: Buffer) => Promise<Buffer> {
  const made = new Map<string, Buffer>();
  return async (broken) => {
    const nonce = nonceOf(String((await readArchive(broken)).get("manifest.json.jws")));
    const before = made.get(nonce);
    if (before !== undefined) return before;
    const system = systemOf(
      scenario,
      randomSigner(() => nonce),
    );
    await makeBackup(system, scenario.run);
    made.set(nonce, system.archiveBytes());
    return system.archiveBytes();
  };
}

function countParts(system: BuildSystem): () => number {
  const built: string[] = [];
  system.interfere({
    before(call) {
      if (callName(call) === "parts.put")
        built.push(JSON.stringify([system.backup().generation, numberOf(call.args[1])]));
    },
  });
  return () => built.length - new Set(built).size;
}

const numberOf = (row: unknown): unknown =>
  typeof row === "object" && row !== null ? Reflect.get(row, "number") : row;

for (const [title, scenario] of Object.entries(SCENARIOS)) {
  const unbroken = unbrokenArchives(scenario);

  /** False: the call was never made, so nothing broke. */
  const survives = async (name: string, nth: number, fault: Fault): Promise<boolean> => {
    const system = systemOf(scenario);
    const isBroken = breakNthCall(system, (call) => callName(call) === name, nth, fault);
    const rebuilt = countParts(system);
    const backup = await makeBackup(system, { workers: 2, ...scenario.run });
    if (!isBroken()) return false;

    const ending = { nth, fault, state: backup.state, breaches: await brokenInvariants(system) };
    expect(ending).toEqual({ nth, fault, state: scenario.ends, breaches: [] });
    expect(rebuilt()).toBeLessThanOrEqual(REBUILT_MAX);
    const isLeftOpen = fault.startsWith("dies") || /openSnapshot|close/.test(name);
    expect(system.database.opened - system.database.closed).toBeLessThanOrEqual(isLeftOpen ? 1 : 0);
    if (backup.state === "ready") {
      const bytes = system.archiveBytes();
      expect((await unbroken(bytes)).equals(bytes)).toBe(true);
    }
    return true;
  };

  const whole = systemOf(scenario);
  const counts = countCalls(whole);
  await makeBackup(whole, { workers: 2, ...scenario.run });
  const names = [...counts.keys()].filter((name) => scenario.only?.test(name) ?? true).sort();

  describe(`a backup ${title}`, () => {
    it.each(names)("survives whatever becomes of any call of %s", async (name) => {
      for (const fault of FAULTS) {
        let nth = 1;
        while (await survives(name, nth, fault)) nth += 1;
        expect(nth).toBeGreaterThan(1);
      }
    });
  });
}
