import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** Every source the project has, as git knows it: path from the root → text. */
const sources = new Map(
  execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx", "*.mjs"], {
    cwd: ROOT,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => file !== "")
    .map((file) => [file, read(file)]),
);

const ENTRIES =
  "sessions single-sign-on tokens backups history settings downloads files audit openapi console support operator worker relay notices keeper auditor dead-letters".split(
    " ",
  );

/** All words of the console are in one file, whatever its length. */
const WORDS = "console/src/words.ts";

/** Which folders may import from a folder: imports run one way. Packages are judged by the linter. */
const MAY_BE_IMPORTED_BY: readonly (readonly [from: RegExp, by: RegExp])[] = [
  [/^functions\/wiring\//, new RegExp(`^functions/(wiring|${ENTRIES.join("|")})/`)],
  [/^functions\/adapters\//, /^(functions\/(adapters|wiring)|infra\/local|test|bench)\//],
  [/^functions\/http\/representations\//, new RegExp(`^(functions/(http|${ENTRIES.join("|")})|cli|console|test)/`)],
  [/^functions\/http\//, new RegExp(`^(functions/(http|${ENTRIES.join("|")})|test)/`)],
  [/^functions\/domain\//, /^(functions|infra|test|bench|cli)\//],
  [/^functions\/routes\.ts$/, /^(functions\/(http|openapi)|infra|test|bench)\//],
  // What the console's function is filled with when it is bundled.
  [/^functions\/console\/site\.ts$/, /^(functions\/console|infra\/cloud|test)\//],
  [new RegExp(`^functions/(${ENTRIES.join("|")})/`), new RegExp(`^(functions/(wiring|${ENTRIES.join("|")})|test)/`)],
  [/^infra\/cloud\//, /^(infra\/(cloud|app\.ts)|test|bench)/],
  [/^infra\/local\//, /^(infra\/local|test|bench)\//],
  [/^test\//, /^(test\/|bench\/|vitest\.config\.ts)/],
];

function read(file: string): string {
  try {
    return readFileSync(join(ROOT, file), "utf8");
  } catch {
    // Removed from the working tree, not yet from the index.
    return "";
  }
}

function importsOf(file: string): string[] {
  const statements = (sources.get(file) ?? "").matchAll(/^(?:import|export)\b[^;]*?from "(\.[^"]+)"/gmu);
  return [...statements].map(([, path = ""]) => normalize(join(dirname(file), path)));
}

const offenders = (isBad: (file: string, text: string) => boolean, within: RegExp): string[] =>
  [...sources].filter(([file, text]) => within.test(file) && isBad(file, text)).map(([file]) => file);

const isLong = (file: string, text: string): boolean => text.split("\n").length > 251 && file !== WORDS;

describe("the house", () => {
  it("has sources to look at", () => {
    expect(sources.size).toBeGreaterThan(200);
    expect(importsOf("functions/domain/backup/build-backup.ts").length).toBeGreaterThan(5);
  });

  it("imports one way", () => {
    const wrong: string[] = [];
    for (const file of sources.keys()) {
      for (const imported of importsOf(file)) {
        const rule = MAY_BE_IMPORTED_BY.find(([from]) => from.test(imported));
        if (rule && !rule[1].test(file)) wrong.push(`${file} → ${imported}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("keeps the domain free of services, files, clocks and chance", () => {
    const forbidden =
      /from "(@aws-sdk|@smithy|@middy|@aws-lambda|aws-lambda|pg|node:(fs|net|http|child_process|timers))|Date\.now\(|new Date\(\)|Math\.random|setTimeout|setInterval|process\./u;
    expect(offenders((_, text) => forbidden.test(text), /^functions\/domain\//)).toEqual([]);
  });

  it("reads the environment in the wiring only", () => {
    expect(offenders((_, text) => text.includes("process.env"), /^functions\/(?!wiring\/)/)).toEqual([]);
  });

  it("keeps nothing of a call for the next one: no file, and no state outside of what was wired", () => {
    expect(offenders((_, text) => /from "node:(fs|os)/u.test(text), /^functions\//)).toEqual([]);
    // A count tells nothing of anybody, what is held weakly goes with the call, and what is never added to is a constant.
    const state = /^(export )?(let (?!\w+ = 0;)|const \w+(: [^=]+)? = (new (Map|Set)(<[^=]*>)?\(\)|Buffer\.))/mu;
    expect(offenders((_, text) => state.test(text), /^functions\//)).toEqual([]);
  });

  it("decides nothing on the text of an error", () => {
    const decision =
      /\b(error|failure|cause|reason|problem)\w*\.message\s*(\.(includes|startsWith|endsWith|match|search|indexOf)|[!=]==)|\.test\([\w.]*(error|cause)\.message\)/iu;
    expect(offenders((_, text) => decision.test(text), /^(functions|infra)\//)).toEqual([]);
  });

  it("writes in small files, named after what they hold", () => {
    expect(offenders(isLong, /^(functions|infra|cli|bench|console)\//)).toEqual([]);
    expect(offenders((file) => !/^[a-z0-9.-]+$/u.test(basename(file)), /./)).toEqual([]);
    expect(offenders((file) => /(^|\/)(utils?|helpers?|common|misc|types|index)\.tsx?$/u.test(file), /./)).toEqual([]);
  });

  it("has no default exports, enums, decorators or silenced checks", () => {
    const forbidden =
      /^export default|^(export )?(const )?enum |^\s*@[A-Z]\w+\(|@ts-(ignore|nocheck|expect-error)| as any[;,)\]]/mu;
    expect(offenders((_, text) => forbidden.test(text), /^(functions|infra|cli|bench|console\/src)\//)).toEqual([]);
  });

  it("is described by ARCHITECTURE.md, folder by folder", () => {
    const text = read("ARCHITECTURE.md");
    const folders = new Set(
      [...sources.keys()]
        .filter((file) => /^(functions|infra)\//u.test(file))
        .map((file) => file.split("/").slice(0, 2).join("/")),
    );
    const undescribed = [...folders].filter((folder) => !folder.endsWith(".ts") && !text.includes(`\`${folder}/\``));
    expect(undescribed).toEqual([]);
    for (const [, named = ""] of text.matchAll(/`((?:functions|infra|test|docs)\/[\w./-]+)`/gu)) {
      const isThere = [...sources.keys()].some((file) => file.startsWith(named)) || named.startsWith("docs/");
      expect([named, isThere]).toEqual([named, true]);
    }
  });
});
