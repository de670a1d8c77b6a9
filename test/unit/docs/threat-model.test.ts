import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { namedTests } from "../../support/named-tests.ts";

const text = readFileSync("docs/threat-model.md", "utf8");
/** Rows of the table of threats: threat, mitigation, proof. */
const rows = text.split("\n").filter((line) => line.startsWith("| **"));

it("names tests of files that are there; whether they ran and passed, the end of each run says", () => {
  const named = namedTests("threat-model.md");
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter(({ file }) => !existsSync(file))).toEqual([]);
});

it("proves each threat's mitigation by a test", () => {
  expect(rows.length).toBeGreaterThanOrEqual(22);
  for (const row of rows) expect(row).toMatch(/\]\(\.\.\/test\/[^)]+\.test\.ts\) *\|$/);
});
