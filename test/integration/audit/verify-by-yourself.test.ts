import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { auditWorld } from "../../support/audit-world.ts";

const PAGE = join(import.meta.dirname, "../../../docs/audit-log.md");

describe("the program on the page, which needs nothing of ours", () => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-by-yourself-"));
  const [program, file] = [join(folder, "verify.py"), join(folder, "audit.ndjson")];
  let lastHash: unknown;
  let lines: string[];
  beforeAll(async () => {
    const [, text = ""] = /```python\n(.*?)```/su.exec(readFileSync(PAGE, "utf8")) ?? [];
    writeFileSync(program, text);
    const { as, record, chainAll, exports } = auditWorld();
    const ada = await as("ada");
    for (const [n, label] of ["plain", "Größe ✓ 𝄞", "a\nb\u2028c", '"\\"'].entries()) {
      await record({ factId: `f${n}`, at: n, details: { label, n: n / 3 } });
    }
    await chainAll();
    lastHash = (await ada.export()).body?.["lastHash"];
    lines = String([...exports.objects.values()][0])
      .split("\n")
      .slice(0, -1);
  });

  const run = (rows: readonly string[]) => {
    writeFileSync(file, `${rows.join("\n")}\n`);
    return spawnSync("python3", [program, file], { encoding: "utf8" });
  };

  it("finds the last hash of a whole export", () => {
    expect(execFileSync("python3", ["--version"], { encoding: "utf8" })).toContain("Python 3");
    expect(run(lines)).toMatchObject({ status: 0, stdout: `${String(lastHash)}\n` });
  });

  it.each([
    ["changed", () => lines.map((line) => line.replace("Gr", "gr")), 2],
    ["taken away", () => lines.filter((_, index) => index !== 1), 2],
    ["swapped", () => [0, 2, 1, 3].map((index) => lines[index] ?? ""), 2],
    ["doubled", () => [0, 0, 1].map((index) => lines[index] ?? ""), 2],
  ])("names a row that was %s", (_, rows, number) => {
    expect(run(rows())).toMatchObject({ status: 1, stderr: `row ${number} is broken\n` });
  });
});
