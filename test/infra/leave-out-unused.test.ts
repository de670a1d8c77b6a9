import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { BUNDLING } from "../../infra/cloud/functions/bundling.ts";
import { leaveOutFiles, leaveOutUnused } from "../../infra/cloud/functions/leave-out-unused.ts";

/** Their rules name files and forms of packages that are not ours: a new version may have others. */
const RULES: readonly Plugin[] = [leaveOutUnused, leaveOutFiles];

const ROOT = join(import.meta.dirname, "../..");
const requireFile: (path: string) => unknown = createRequire(import.meta.url);

/** All clients that are here, those that only the local system or the SDK itself uses as well. */
const CLIENTS = readdirSync(join(ROOT, "node_modules/@aws-sdk")).filter((name) => name.startsWith("client-"));

/** An object's key that is a variable. */
const COMPUTED_KEY = /\[_\w+\]:/;

const folder = mkdtempSync(join(tmpdir(), "coffer-bundles-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The file that it was bundled into. */
async function bundled(source: string, name: string, plugins: readonly Plugin[]): Promise<string> {
  const outfile = join(folder, `${name}.cjs`);
  const stdin = { contents: source, resolveDir: ROOT };
  await build({ ...BUNDLING, minify: false, sourcemap: false, stdin, outfile, plugins: [...plugins] });
  return outfile;
}

/** Without our rules, and with them. */
const bothWays = (source: string, name: string) =>
  Promise.all([bundled(source, `${name}-before`, []), bundled(source, `${name}-after`, RULES)]);

const text = (file: string): string => readFileSync(file, "utf8");

/** What a bundle exports, functions by their source. */
const valueOf = (file: string): string =>
  JSON.stringify(requireFile(file), (_key, value: unknown) => (typeof value === "function" ? String(value) : value));

test.each(CLIENTS)("the schemas of %s say what they said, and compute no keys any more", async (client) => {
  const source = `export * from "./node_modules/@aws-sdk/${client}/dist-es/schemas/schemas_0.js";`;
  const [before, after] = await bothWays(source, client);
  expect(text(before)).toMatch(COMPUTED_KEY);
  expect(text(after)).not.toMatch(COMPUTED_KEY);
  expect(valueOf(before).length).toBeGreaterThan(1_000);
  expect(valueOf(after)).toBe(valueOf(before));
});

test.each([
  ["event streams", "@aws-sdk/client-s3", "event stream message overhead"],
  ["ways to credentials that Lambda never takes", "@aws-sdk/client-sts", "sso_start_url"],
  ["files of settings that Lambda does not have", "@aws-sdk/client-dynamodb", "AWS_SHARED_CREDENTIALS_FILE"],
  ["another client of PostgreSQL", "pg", "pg-native"],
])("left alone, esbuild would bring along %s", async (what, name, word) => {
  const [before, after] = await bothWays(`export * from "${name}";`, what);
  expect(text(before)).toContain(word);
  expect(text(after)).not.toContain(word);
});
