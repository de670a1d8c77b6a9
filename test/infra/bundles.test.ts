import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as z from "zod";
import { bundleFunctions } from "../../infra/cloud/functions/bundle-functions.ts";
import { FUNCTION_NAMES, type FunctionName } from "../../infra/cloud/functions/function-names.ts";
import { functionName } from "./privileges.ts";
import { synthesise } from "./synthesise.ts";
import { render, resourcesOf } from "./template.ts";

const bundles = await bundleFunctions(join(import.meta.dirname, "../../functions"));
const { service } = synthesise();

const KIB = 1024;
const BUNDLE_MAX = 500 * KIB;
/** With the S3 client, which is 100 KiB with what it needs, beside those that all have; the worker has four others. */
const LARGER: Partial<Record<FunctionName, number>> = {
  downloads: 600 * KIB,
  files: 615 * KIB,
  audit: 600 * KIB,
  worker: 665 * KIB,
};

/** Named by code that the keeper shares with the worker; the keeper encrypts nothing. */
const NOT_GIVEN = ["COFFER_ARCHIVE_KMS_KEY_ID"];
/** Named on the console's page: they are those of the script that it gives to administrators. */
const OF_PULL_SCRIPT = ["COFFER_HOST", "COFFER_API_KEY", "COFFER_BACKUP_TOKEN"];

/** What the template gives a function, references as texts. */
function variablesOf(name: FunctionName): Record<string, string> {
  const found = resourcesOf(service, "AWS::Lambda::Function").find(
    ({ Properties }) => functionName(Properties) === name,
  );
  const { Variables } = z
    .object({ Variables: z.record(z.string(), z.unknown()) })
    .parse(found?.Properties["Environment"]);
  return Object.fromEntries(Object.entries(Variables).map(([variable, value]) => [variable, render(value)]));
}

test.each(FUNCTION_NAMES)("%s is small enough to start quickly", (name) => {
  expect(statSync(join(bundles[name], "index.js")).size).toBeLessThanOrEqual(LARGER[name] ?? BUNDLE_MAX);
});

test.each(FUNCTION_NAMES)("%s knows nothing of event streams, and of a service no more than it asks for", (name) => {
  const code = readFileSync(join(bundles[name], "index.js"), "utf8");
  expect(["event stream message overhead", "AnalyticsConfiguration"].filter((word) => code.includes(word))).toEqual([]);
});

test.each(FUNCTION_NAMES)("%s starts with what the template gives it, and has a handler", (name) => {
  const program = `process.stdout.write(typeof require(${JSON.stringify(join(bundles[name], "index.js"))}).handler); process.exit(0)`;
  const env = {
    ...variablesOf(name),
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "id",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "token",
  };
  expect(execFileSync(process.execPath, ["--eval", program], { env, encoding: "utf8" })).toBe("function");
});

/** As `docker run` would start it from the image's folder, with the function's variables and no message. */
test("the worker's image has a container task beside its function, which says that it lacks its work", () => {
  const dockerfile = readFileSync(join(bundles.worker, "Dockerfile"), "utf8");
  expect(dockerfile).toMatch(/^COPY .*\bcontainer\.js\b/m);
  const env = { ...variablesOf("worker"), AWS_REGION: "eu-central-1" };
  const task = spawnSync(process.execPath, ["container.js"], { cwd: bundles.worker, env, encoding: "utf8" });
  expect(task).toMatchObject({ status: 2, stderr: expect.stringContaining("task without readable work") });
});

test.each(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_SHARED_CREDENTIALS_FILE"])(
  "the container task looks where a container is told of credentials and settings, as its function need not: %s",
  (variable) => {
    expect(readFileSync(join(bundles.worker, "container.js"), "utf8")).toContain(variable);
    expect(readFileSync(join(bundles.worker, "index.js"), "utf8")).not.toContain(variable);
  },
);

test.each(FUNCTION_NAMES)("%s is given every variable of ours that its code names", (name) => {
  const code = readFileSync(join(bundles[name], "index.js"), "utf8");
  const named = new Set(code.match(/\bCOFFER_[A-Z_]+\b/g));
  const known = new Set([
    ...Object.keys(variablesOf(name)),
    ...NOT_GIVEN,
    ...(name === "console" ? OF_PULL_SCRIPT : []),
  ]);
  expect([...named].filter((variable) => !known.has(variable))).toEqual([]);
});

test.each(FUNCTION_NAMES)("%s brings along no way to sign in that Lambda never takes", (name) => {
  const code = readFileSync(join(bundles[name], "index.js"), "utf8");
  expect(code.includes("sso_start_url") || code.includes("credential_process")).toBe(false);
});
