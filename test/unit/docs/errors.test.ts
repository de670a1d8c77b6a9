import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { FAILURE_CODES, failureRow } from "../../../functions/domain/failure.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/errors.md"), "utf8");

/** Cells of each row that begins with a status. */
const rows = page
  .split("\n")
  .filter((line) => /^\| \d{3} /.test(line))
  .map((line) => line.split(" | ").map((cell) => cell.replaceAll(/^\| |^`| \|$|`$/g, "")));

describe("the page of errors", () => {
  it("has one row for each code of the failure table, with its status, name and text", () => {
    const documented = rows.map(([status, name, code, text]) => `${status} ${name} ${code}: ${text}`);
    const inTable = FAILURE_CODES.map((code) => {
      const { status, name, message } = failureRow(code);
      // A text that begins or ends as code does is compared without.
      return `${status} ${name} ${code}: ${message.replaceAll(/^`|`$/g, "")}`;
    });
    expect(documented.toSorted()).toEqual(inTable.toSorted());
  });

  it("says in each row what it means and what to do", () => {
    const thin = rows.filter(([, , , , means = "", toDo = "", ...more]) => {
      return means.length < 20 || toDo.length < 10 || more.length > 0;
    });
    expect(thin).toEqual([]);
  });
});
