import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "../../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");
const PAGES = [
  "README.md",
  "ARCHITECTURE.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
/** Commands as a page names them: in a block, or between backticks. */
const npmCommands = (page: string) => [
  ...page.matchAll(/(?:^|`)npm (?:run (?:--silent )?)?([a-z:]+)(?: -- (--[a-z]+))?/gmu),
];
const npm = (...args: readonly string[]) => spawnSync("npm", args, { cwd: ROOT, encoding: "utf8", timeout: 170_000 });

describe("what the pages say", () => {
  const directory = mkdtempSync(join(tmpdir(), "coffer-readme-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("names npm's scripts and their options as they are", () => {
    const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read("package.json")));
    const known = new Set([...Object.keys(scripts), "install", "ci"]);
    const named = PAGES.flatMap((page) =>
      npmCommands(read(page)).map(([, script = "", option]) => ({ page, script, option })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ script }) => !known.has(script))).toEqual([]);

    const help = npm("start", "--silent", "--", "--help");
    expect(help.status).toBe(0);
    const options = named.flatMap(({ script, option }) => (script === "start" && option ? [option] : []));
    expect(options).toContain("--once");
    const unknown = options.filter((option) => option !== "--help" && !help.stdout.includes(option));
    expect(unknown).toEqual([]);
  });

  it("links to files that are there", () => {
    const broken = PAGES.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/gu)]
        .map(([, target = ""]) => join(ROOT, dirname(page), target))
        .filter((target) => !existsSync(target))
        .map((target) => `${page} → ${relative(ROOT, target)}`),
    );
    expect(broken).toEqual([]);
  });

  it("does the main job by npm alone, as the README has it", () => {
    const options = ["--once", "--port", "0", "--size", "0.05", "--directory", directory];
    const { status, stdout, stderr } = npm("start", "--", ...options);
    expect({ status, stderr, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/✓ all \d+ rows of \d+ tables are there again/u),
    });
  });
});
