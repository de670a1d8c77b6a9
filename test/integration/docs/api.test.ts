import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDemoCloud, type DemoCloud } from "../../support/a-demo-cloud.ts";
import { type Shell, startShell } from "../../support/a-shell.ts";
import { type DocStep, docSteps, readAnswer, shapeOf } from "../../support/doc-blocks.ts";

const ROOT = join(import.meta.dirname, "../../..");
const steps = docSteps(join(ROOT, "docs/api.md"));

describe("docs/api.md", () => {
  let demo: DemoCloud;
  let shell: Shell;
  let isBroken = false;
  const directory = mkdtempSync(join(tmpdir(), "coffer-docs-"));
  beforeAll(async () => {
    demo = await aDemoCloud("acme");
    shell = startShell({
      PATH: `${join(ROOT, "scripts")}:${process.env["PATH"]}`,
      CURL_CA_BUNDLE: demo.cloud.certificateFile,
      TMPDIR: directory,
      LC_ALL: "C.UTF-8",
    });
  });
  afterAll(async () => {
    shell?.end();
    await demo?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  /** What a person types when a block asks for it. */
  const typed = async (name: string): Promise<string> => {
    const { cloud, tenant, administrator } = demo;
    if (name === "code") return (await administrator.authenticator?.code()) ?? "";
    const answers = new Map([
      ["host", `${tenant.domainName}:${cloud.port}`],
      ["login", administrator.login],
      ["password", administrator.password],
      ["api_key", administrator.apiKey],
    ]);
    const answer = answers.get(name);
    if (answer === undefined) throw new Error(`the page asks for ${name}`);
    return answer;
  };

  it("has a whole way to run", () => {
    expect(steps.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(20);
    expect(steps.some(({ commands }) => commands.includes("--continue-at -"))).toBe(true);
  });

  for (const step of steps) {
    it(`does what it says at line ${step.line}: ${step.commands.split("\n").at(-2)}`, async () => {
      // Each block builds on those before.
      expect(isBroken).toBe(false);
      isBroken = true;
      const worker = demo.cloud.functions["worker"];
      // What is to be cancelled would be done too soon here.
      if (step.commands.includes("/cancel")) worker?.pause();
      const [shown, real] = [readAnswer(step.shown ?? ""), readAnswer(await shell.run(await filledIn(step, typed)))];
      worker?.resume();
      expect({ ...real, document: shapeOf(real.document) }).toEqual({ ...shown, document: shapeOf(shown.document) });
      isBroken = false;
    });
  }

  it("leaves archives and no secret in the folder, nor a file that others can read", () => {
    const [folder = ""] = readdirSync(directory);
    const files = readdirSync(join(directory, folder));
    expect(files).toContain("backup.zip");
    const texts = files
      .filter((name) => !name.endsWith(".zip"))
      .map((name) => readFileSync(join(directory, folder, name)));
    const all = Buffer.concat(texts).toString();
    for (const secret of [
      demo.administrator.password,
      demo.administrator.apiKey,
      "opbk_",
      "X-Amz-Signature",
      "__Host-",
    ]) {
      expect(all).not.toContain(secret);
    }
  });
});

/** The block as it stands in a terminal where somebody typed what it asks for: the answer comes in the line below. */
async function filledIn({ commands }: DocStep, typed: (name: string) => Promise<string>): Promise<string> {
  const lines: string[] = [];
  for (const line of commands.trimEnd().split("\n")) {
    lines.push(line);
    const name = /^read .*?(\w+)$/u.exec(line)?.[1];
    if (name !== undefined) lines.push(await typed(name));
  }
  return lines.join("\n");
}
