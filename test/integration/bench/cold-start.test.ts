import { expect, test } from "vitest";
import { readOptions } from "../../../bench/cold-start/read-options.ts";
import { runColdStart } from "../../../bench/cold-start/run-cold-start.ts";
import { FUNCTION_NAMES, TENANT_FUNCTIONS } from "../../../infra/cloud/functions/function-names.ts";

test("starts every function as it is deployed, and calls those behind the front door", async () => {
  const lines: string[] = [];
  const rows = await runColdStart(readOptions(["--fast"]), (text) => void lines.push(text));
  expect(rows.map(({ name }) => name)).toEqual([...FUNCTION_NAMES]);
  for (const name of TENANT_FUNCTIONS) {
    const row = rows.find((each) => each.name === name);
    expect([name, row?.status]).toEqual([name, name === "openapi" ? 200 : 404]);
    expect(row?.wholeToNaive).toBeGreaterThan(0);
  }
  expect(lines.join("\n")).not.toMatch(/\b(met|missed)\b/);
});
