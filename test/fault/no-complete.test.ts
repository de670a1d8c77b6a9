import { describe, expect, it } from "vitest";
import { Failure, type FailureCode } from "../../functions/domain/failure.ts";
import { type BuildSystem, buildSystem } from "../support/build-system.ts";
import { callName } from "../support/nth-call.ts";
import { makeBackup } from "../support/run-system.ts";
import { someAttachments, someBytes } from "../support/some-attachments.ts";

const contents = { attachments: someAttachments(40, 300, 0, 1300, 7), dump: someBytes(700, 99), workersMax: 2 };

/** What is broken: a call that may work next time, and one that never will. */
const CODES: readonly FailureCode[] = ["service-busy", "store-refused"];

/** Breaks the N-th call of any worker; tells which it was, and every Complete that should not have been sent. */
function breakAndWatch(system: BuildSystem, nth: number, code: FailureCode) {
  const wrong: string[] = [];
  let calls = 0;
  let broken: { readonly name: string; readonly actor: number } | undefined;
  system.interfere({
    before(call) {
      if (call.actor.kind !== "worker") return;
      if (callName(call) === "archives.complete") {
        if (broken?.actor === call.actor.number) wrong.push(`by the slice in which ${broken.name} failed`);
        if (system.isEnded()) wrong.push("after the end of the backup");
      }
      calls += 1;
      if (calls !== nth) return;
      broken = { name: callName(call), actor: call.actor.number };
      throw new Failure(code);
    },
  });
  return { wrong, broken: () => broken?.name };
}

describe("after a call that failed", () => {
  it.each(CODES)("with %s, its slice sends no Complete, nor does anybody once the backup has failed", async (code) => {
    const seen = new Set<string>();
    let objectsLeft = 0;
    for (let nth = 1; ; nth += 1) {
      const system = buildSystem(contents);
      const { wrong, broken } = breakAndWatch(system, nth, code);
      const backup = await makeBackup(system, { workers: 2 });
      const name = broken();
      if (name === undefined) break;
      seen.add(name);
      expect({ nth, name, wrong }).toEqual({ nth, name, wrong: [] });
      // What failed after its object was made leaves it to the keeper, once its lock ends.
      if (backup.state === "failed" && !name.startsWith("backups.publish")) objectsLeft += system.archives.objects.size;
    }
    expect(objectsLeft).toBe(0);
    for (const name of ["snapshot.dump", "work.write", "archives.putPart", "archives.copyPart", "archives.listParts"]) {
      expect([...seen]).toContain(name);
    }
  });
});
