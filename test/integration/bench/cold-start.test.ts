import { expect, test } from "vitest";
import { readOptions } from "../../../bench/cold-start/read-options.ts";
import { runColdStart } from "../../../bench/cold-start/run-cold-start.ts";
import { FUNCTION_NAMES, STAFF_FUNCTIONS, TENANT_FUNCTIONS } from "../../../infra/cloud/functions/function-names.ts";

test("starts every function as it is deployed, and calls those behind the front door", async () => {
  const lines: string[] = [];
  const rows = await runColdStart(readOptions(["--fast"]), (text) => void lines.push(text));
  expect(rows.map(({ name }) => name)).toEqual([...FUNCTION_NAMES]);
  const called = rows.filter(({ isCalled }) => isCalled);
  expect(called.map(({ name }) => name)).toEqual([...TENANT_FUNCTIONS, ...STAFF_FUNCTIONS]);
  for (const { name, status = 0, wholeToNaive } of called) {
    // Answered by the function's own code: under a host that is nobody's there is little to find.
    expect({ name, isAnswered: status >= 200 && status < 500 }).toEqual({ name, isAnswered: true });
    expect(wholeToNaive).toBeGreaterThan(0);
  }
  expect(lines.join("\n")).not.toMatch(/\b(met|missed)\b/);
});
