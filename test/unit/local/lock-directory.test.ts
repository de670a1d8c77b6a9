import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDirectory } from "../../../infra/local/lock-directory.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "coffer-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("keeps a second run out, and says who is in", () => {
  const release = lockDirectory(directory);
  expect(() => lockDirectory(directory)).toThrow(`in use by process ${process.pid}`);
  release();
  expect(existsSync(join(directory, "lock"))).toBe(false);
});

test("takes over what a process left that is gone", () => {
  // Above every pid that Linux gives out.
  writeFileSync(join(directory, "lock"), "99999999");
  const release = lockDirectory(directory);
  expect(readFileSync(join(directory, "lock"), "utf8")).toBe(String(process.pid));
  release();
});
