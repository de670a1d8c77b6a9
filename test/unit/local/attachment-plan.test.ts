import { expect, it } from "vitest";
import { ARCHIVE_LIMITS } from "../../../functions/domain/archive/archive-limits.ts";
import { planAttachments } from "../../../infra/local/seed/attachment-plan.ts";
import { seededRandom } from "../../../infra/local/seed/seeded-random.ts";

it("the demo's large scans are large enough for the store to copy them, though a picture is a little off its size", () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const planned = planAttachments("acme", { count: 0, bigCount: 3 }, seededRandom(seed, "plan"));
    const scans = planned.filter(({ file }) => file.startsWith("large scan"));
    expect(scans).toHaveLength(3);
    for (const { bytes } of scans) expect(bytes).toBeGreaterThan(ARCHIVE_LIMITS.bigEntryBytes * 1.05);
  }
});
