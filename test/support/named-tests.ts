import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A test that a document names as its proof: a link to the file, whose text is how the test's name ends. */
export interface NamedTest {
  readonly name: string;
  /** From the top of the project. */
  readonly file: string;
}

const ROOT = join(import.meta.dirname, "..", "..");
const LINK = /\[([^\]]+)\]\(\.\.\/(test\/[^)]+\.test\.ts)\)/g;

/** Those in a file of `docs`. */
export function namedTests(document: string): NamedTest[] {
  const text = readFileSync(join(ROOT, "docs", document), "utf8");
  return [...text.matchAll(LINK)].map(([, name = "", file = ""]) => ({ name, file }));
}
