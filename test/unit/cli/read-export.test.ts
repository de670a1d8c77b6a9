import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readExport } from "../../../cli/audit/read-export.ts";
import { EXIT } from "../../../cli/exit-codes.ts";
import { CHAIN_START, chainHash } from "../../../functions/domain/audit/chain-hash.ts";

/** An export of so many rows. */
function rows(count: number) {
  let previousHash = CHAIN_START;
  return Array.from({ length: count }, (_, index) => {
    const row = { position: index + 1, previousHash, text: `{"n":${index}}` };
    const hash = chainHash(row);
    previousHash = hash;
    return { ...row, hash };
  });
}

function file(lines: readonly unknown[]): string {
  const path = join(mkdtempSync(join(tmpdir(), "coffer-export-")), "audit.ndjson");
  writeFileSync(path, lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
  return path;
}

test("an export that holds gives its last row", async () => {
  const all = rows(4);
  expect(await readExport(file(all), "acme")).toEqual({ position: 4, hash: all[3]?.hash });
  expect(await readExport(file([]), "acme")).toMatchObject({ position: 0 });
});

test.each([
  ["changed", () => rows(4).map((row) => (row.position === 2 ? { ...row, text: '{"n":9}' } : row)), "row 2 is changed"],
  ["changed with its hash", () => rows(4).map((row) => (row.position === 2 ? rehashed(row) : row)), "row 3 is changed"],
  ["taken away", () => rows(4).filter(({ position }) => position !== 2), "row 2 is missing"],
  ["swapped", () => [1, 0, 2].map((index) => rows(3)[index]), "row 1 is missing"],
])("a row that was %s is named", async (_, lines, said) => {
  await expect(readExport(file(lines()), "acme")).rejects.toMatchObject({
    exitCode: EXIT.broken,
    message: expect.stringContaining(said),
  });
});

test.each(["no JSON", "{}", '{"position":1}'])("a line that is none is named: %s", async (line) => {
  await expect(readExport(file([...rows(1), line]), "acme")).rejects.toMatchObject({
    exitCode: EXIT.usage,
    message: expect.stringContaining("line 2"),
  });
});

test("a file that is not there is told", async () => {
  await expect(readExport("/nowhere/audit.ndjson", "acme")).rejects.toMatchObject({ exitCode: EXIT.usage });
});

const rehashed = (row: ReturnType<typeof rows>[number]) => {
  const changed = { ...row, text: '{"n":9}' };
  return { ...changed, hash: chainHash(changed) };
};
