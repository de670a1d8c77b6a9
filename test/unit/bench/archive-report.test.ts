import { expect, test } from "vitest";
import { judge } from "../../../bench/archive/goals.ts";
import { renderWays } from "../../../bench/archive/render-ways.ts";
import type { WayRuns } from "../../../bench/archive/run-ways.ts";

const MiB = 1024 ** 2;

/** Three runs, the middle one of them with these figures. */
function aWay(name: string, wallMs: number, clientCpuMs: number, peakMiB: number): WayRuns {
  const run = (factor: number) => ({
    result: { keptBytes: 10 * MiB * factor },
    wallMs: wallMs * factor,
    clientCpuMs: clientCpuMs * factor,
    backendCpuMs: 100,
    storeCpuMs: 0,
    peakBytes: peakMiB * MiB * factor,
  });
  return { name, runs: [run(5), run(1), run(0.1)] };
}

const openProject = aWay("OpenProject's", 1_000, 800, 500);
const coffer = aWay("Coffer, first", 100, 200, 90);

function goalsOf(ways: readonly WayRuns[], isJudged = true): readonly string[] {
  const attachments = {
    attachments: 2,
    attachmentBytes: 2 * MiB,
    bigAttachments: 0,
    bigBytes: 0,
    changed: { added: 1, addedBytes: MiB, deleted: 0 },
  };
  const partWriter = { bytes: 8 * MiB, ours: 4, oursCrcOnly: 5, yazl: 1 };
  const layout = { entries: 10, inventoryBytes: 1, partIndexBytes: 1, cpuMs: 6_000 };
  const sizes = [{ attachments, ways, dump: undefined }];
  return judge({ sizes, partWriter, layout, isJudged }).split("\n");
}

test("shows every way beside OpenProject's, by its median", () => {
  const lines = renderWays([openProject, coffer]).split("\n");
  expect(lines.find((line) => line.includes("Coffer, first"))).toMatch(/\| +0\.10 \| +0\.25 \| .* 90 \|/);
});

test("says what to install for a way that could not be measured", () => {
  const lines = renderWays([openProject, { name: "zip", runs: [], missing: "zip" }]);
  expect(lines).toContain("not measured here: apt-get install -y zip");
});

test("judges what was found by its aim", () => {
  const lines = goalsOf([openProject, coffer]);
  expect(lines.find((line) => line.includes("times faster than OpenProject"))).toMatch(/10\.00 \| +met/);
  expect(lines.find((line) => line.includes("CPU to OpenProject"))).toMatch(/0\.25 \| missed/);
  expect(lines.find((line) => line.includes("layout of 10 entries"))).toMatch(/6\.00 \| missed/);
});

test("judges nothing that was not measured", () => {
  const line = goalsOf([openProject, coffer]).find((each) => each.includes("restic's first"));
  expect(line).toContain("not measured here");
  expect(line).not.toMatch(/met|missed/);
});

test("judges nothing at all when only the bench itself is tried", () => {
  expect(goalsOf([openProject, coffer], false).join("\n")).not.toMatch(/\b(met|missed)\b/);
});
