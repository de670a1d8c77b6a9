import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { words } from "../../../console/src/words.ts";

const FUNCTIONS = join(import.meta.dirname, "../../../functions");
/** How facts are named: `noun.verb-in-the-past`. */
const FACT =
  /"((?:audit|backup|password|request|retention|schedule|session|settings|support|tenant|token)\.[a-z-]+)"/gu;

it("the audit log has words for every fact that a function writes", () => {
  const files = readdirSync(FUNCTIONS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  const facts = files.flatMap((name) =>
    [...readFileSync(join(FUNCTIONS, name), "utf8").matchAll(FACT)].map(([, fact = ""]) => fact),
  );
  expect(facts.length).toBeGreaterThan(30);
  expect(facts.filter((fact) => !Object.hasOwn(words.log.kinds, fact))).toEqual([]);
});
