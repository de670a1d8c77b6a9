import { describe, expect, it } from "vitest";
import { PERSON } from "../../support/a-backup.ts";
import { buildSystem } from "../../support/build-system.ts";
import { brokenInvariants } from "../../support/check-invariants.ts";
import { aUser } from "../../support/memory-users.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments } from "../../support/some-attachments.ts";

describe("a permission withdrawn while the backup waits or is made", () => {
  it.each([
    ["taken away", [aUser({ ...PERSON, mayCreateBackup: false })]],
    ["gone with its user", []],
  ])("starts no dump: %s", async (_, people) => {
    const system = buildSystem();
    system.people.splice(0, 1, ...people);
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "failed", failure: "permission-withdrawn", generation: 0 });
    expect(system.database.opened).toBe(0);
    expect(await brokenInvariants(system)).toEqual([]);
    expect(system.notices.sent).toMatchObject([
      { kind: "backup-failed", reason: expect.stringContaining("lost the permission") },
    ]);
  });

  it("publishes nothing", async () => {
    const system = buildSystem({ attachments: someAttachments(300, 900) });
    system.interfere({
      before({ port, method }) {
        if (`${port}.${method}` === "signer.sign") system.people.splice(0);
      },
    });
    const backup = await makeBackup(system);

    expect(backup).toMatchObject({ state: "failed", failure: "permission-withdrawn" });
    expect(backup).not.toHaveProperty("archive");
    expect(await brokenInvariants(system)).toEqual([]);
  });
});
