import { describe, expect, it } from "vitest";
import { buildSystem } from "../../support/build-system.ts";
import { readArchive } from "../../support/read-archive.ts";
import { makeBackup } from "../../support/run-system.ts";
import { someAttachments, someBytes } from "../../support/some-attachments.ts";

/** Small ones that share parts, a big one whose CRC-32 needs round 2, empty ones. */
const attachments = someAttachments(40, 300, 0, 1500, 7, 700, 90, 2);
const dump = someBytes(1800, 99);

describe("building a backup", () => {
  it("ends ready, with an archive that has every byte of dump and attachments", async () => {
    const system = buildSystem({ attachments, dump });
    const backup = await makeBackup(system);
    expect(system.log.lines.filter((line) => line.startsWith("error"))).toEqual([]);
    expect(backup).toMatchObject({ state: "ready", errors: [] });
    const contents = await readArchive(system.archiveBytes());
    expect(contents.get("openproject.pgdump")).toEqual(dump);
    for (const { id, file, content } of attachments) {
      expect(contents.get(`attachment/file/${id}/${file}`)).toEqual(content);
    }
  });
});
