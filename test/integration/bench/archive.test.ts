import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { readOptions } from "../../../bench/archive/read-options.ts";
import { runBench } from "../../../bench/archive/run-bench.ts";
import { missingPackages } from "../../../bench/ways/missing-programs.ts";
import { resticFirstWay } from "../../../bench/ways/restic-ways.ts";
import { openProjectWay, zipWay } from "../../../bench/ways/shell-ways.ts";

const directory = mkdtempSync(join(tmpdir(), "coffer-test-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Whether the bench works. What it finds on a machine that does other things besides is of no interest. */
test("measures every way that is there, and says what the others lack", async () => {
  const lines: string[] = [];
  const options = readOptions(["--fast", "--growth", "1", "--entries", "5000", "--directory", directory]);
  const [runs] = await runBench(options, (text) => void lines.push(text));
  const output = lines.join("\n");

  const ways = new Map(runs?.ways.map((way) => [way.name, way]));
  for (const way of [openProjectWay, zipWay, resticFirstWay]) {
    const missing = missingPackages(way);
    expect(ways.get(way.name)?.runs).toHaveLength(missing === undefined ? 1 : 0);
    expect(output).toContain(missing === undefined ? way.name : `not measured here: apt-get install -y ${missing}`);
  }
  for (const name of ["Discourse's", "pg_dump -Fc + copy", "Coffer, first", "Coffer, second"]) {
    const run = ways.get(name)?.runs[0];
    expect(run?.wallMs).toBeGreaterThan(0);
    expect(run?.clientCpuMs).toBeGreaterThan(0);
    expect(run?.peakBytes).toBeGreaterThan(1024 ** 2);
    expect(run?.result.keptBytes).toBeGreaterThan(1024 ** 2);
  }
  const made = ways.get("Coffer, first")?.runs[0]?.result.made;
  expect(made?.archive).toMatchObject({ entries: (runs?.attachments.attachments ?? 0) + 1, missing: 0 });
  expect(made?.s3.requests).toMatchObject({ CreateMultipartUpload: 1, CompleteMultipartUpload: 1 });
  expect(made?.s3.bytesIn).toBeGreaterThan(made?.archive.bytes ?? 0);
  expect(output).toContain("of it requests to S3");
  expect(output).not.toMatch(/\b(met|missed)\b/);
});
