import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDemoCloud, type DemoCloud } from "../../support/a-demo-cloud.ts";
import { type Shell, startShell } from "../../support/a-shell.ts";
import { docSteps } from "../../support/doc-blocks.ts";

const ROOT = join(import.meta.dirname, "../../..");
const steps = docSteps(join(ROOT, "docs/cli.md"));

describe("docs/cli.md", () => {
  let demo: DemoCloud;
  let shell: Shell;
  let isBroken = false;
  const directory = mkdtempSync(join(tmpdir(), "coffer-cli-"));
  beforeAll(async () => {
    demo = await aDemoCloud("acme");
    const { identity, dump } = demo.tenant.logins;
    const logins = { identityUrl: identity.url, dumpUrl: dump.url, secretKeyBase: demo.tenant.secretKeyBase };
    writeFileSync(join(directory, "initech.json"), JSON.stringify(logins), { mode: 0o600 });
    mkdirSync(join(directory, "bin"));
    symlinkSync(join(ROOT, "cli/coffer.mjs"), join(directory, "bin/coffer"));
    shell = startShell(
      {
        PATH: `${join(directory, "bin")}:${join(ROOT, "node_modules/.bin")}:${process.env["PATH"]}`,
        COFFER_URL: `http://127.0.0.1:${demo.cloud.port}`,
        AWS_CONFIG_FILE: demo.cloud.staffProfiles,
        AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
        LC_ALL: "C.UTF-8",
      },
      directory,
    );
  });
  afterAll(async () => {
    shell?.end();
    await demo?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it("has a whole way to run, each answer shown", () => {
    expect(steps.length).toBeGreaterThan(10);
    expect(steps.filter(({ shown }) => shown === undefined)).toEqual([]);
  });

  for (const step of steps) {
    it(`does what it says at line ${step.line}: ${step.commands.trim().split("\n").at(-1)}`, async () => {
      // Each block builds on those before.
      expect(isBroken).toBe(false);
      isBroken = true;
      const printed = await shell.run(step.commands.trimEnd());
      expect(formOf(printed)).toEqual(formOf(step.shown ?? ""));
      isBroken = false;
    });
  }
});

/** What is printed, but for what is another each time; columns are as wide as what is in them. */
const formOf = (text: string): string[] =>
  text
    .trim()
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gu, "<id>")
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}Z)?/gu, "<time>")
    .replaceAll(/\d+(\.\d+)? ([KMGT]iB|B)\b/gu, "<size>")
    .replaceAll(/PostgreSQL \d+\.\d+.*/gu, "PostgreSQL <version>")
    .split("\n")
    .map((line) => line.trim().replaceAll(/ {2,}/gu, "  "));
