import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { processesLeft, startMain } from "../../support/local-main.ts";
import { logsIn, watchSecrets } from "../../support/watch-secrets.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "coffer-main-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The kernel and PostgreSQL take a moment to end what lost its parent. */
const patience = { timeout: 20_000, interval: 100 };

test("makes a backup, proves it by a restore, stays, and leaves nothing behind when it is interrupted", async () => {
  const main = startMain("--size", "0.05", "--port", "0", "--directory", directory);
  await main.printed("Ctrl-C ends it");
  expect(main.output()).toMatch(/✓ all \d+ rows of \d+ tables are there again/);
  expect(main.output()).toMatch(/API key [\da-f]{64}/);
  main.child.kill("SIGINT");
  expect(await main.ended()).toBe(0);
  const watch = watchSecrets();
  watch.stop();
  const shown = main.output().matchAll(/API key (\S{64})|authenticator secret (\S+)|\s([a-z]+(?:-[a-z]+){3}-\d+)$/gmu);
  for (const [, ...secret] of shown) watch.add(secret.join(""));
  expect(watch.leaks(logsIn(join(directory, "logs")))).toEqual([]);
  expect(existsSync(join(directory, "lock"))).toBe(false);
  await vi.waitFor(() => expect(processesLeft(directory)).toEqual([]));
});

test("does it again with the data of last time, and ends", async () => {
  const main = startMain("--once", "--size", "0.05", "--port", "0", "--directory", directory);
  await main.printed("rows of");
  expect(await main.ended()).toBe(0);
  expect(main.output()).toContain("reset the backup token");
});

test("takes its processes along when it is killed itself", async () => {
  const main = startMain("--size", "0.05", "--port", "0", "--directory", directory);
  await main.printed("A backup of");
  main.child.kill("SIGKILL");
  await main.ended();
  await vi.waitFor(() => expect(processesLeft(directory)).toEqual([]), patience);
});

test("says what to do about a port that is taken", async () => {
  const squatter = createServer().listen({ host: "127.0.0.1", port: 0 });
  await once(squatter, "listening");
  const address = squatter.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const main = startMain("--once", "--size", "0.05", "--port", port, "--directory", directory);
  expect(await main.ended()).toBe(1);
  expect(main.output()).toContain(`Port ${port} is taken. Stop what uses it, or choose another: npm start -- --port`);
  squatter.close();
});

test("names an option it does not know", async () => {
  const main = startMain("--onec");
  expect(await main.ended()).toBe(1);
  expect(main.output()).toContain("--onec");
});
