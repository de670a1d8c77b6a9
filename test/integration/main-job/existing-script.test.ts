import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDemoCloud, type DemoCloud, makeDemoToken } from "../../support/a-demo-cloud.ts";

const run = promisify(execFile);
const SCRIPT = join(import.meta.dirname, "../../support/existing-script.sh");

describe("a script written for OpenProject", () => {
  let demo: DemoCloud;
  const folder = mkdtempSync(join(tmpdir(), "coffer-script-"));
  beforeAll(async () => {
    demo = await aDemoCloud("acme");
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await demo?.close();
  });

  it("fetches a backup with nothing changed but its domain", async () => {
    const { cloud, tenant, administrator } = demo;
    const domain = `${tenant.domainName}:${cloud.port}`;
    const env = { ...process.env, CURL_CA_BUNDLE: cloud.certificateFile };
    await run("bash", [SCRIPT, domain, administrator.apiKey, await makeDemoToken(demo)], {
      cwd: folder,
      env,
      timeout: 100_000,
    });
    expect(JSON.parse(readFileSync(join(folder, "response.json"), "utf8"))).toMatchObject({
      _type: "JobStatus",
      status: "success",
      payload: { mime_type: "application/zip" },
    });
    const { stdout } = await run("unzip", ["-t", join(folder, "backup.zip")]);
    expect(stdout).toContain("No errors detected");
    expect(stdout).toContain("openproject.pgdump");
    expect(stdout).toContain("attachment/file/");
  });
});
