import { readFileSync } from "node:fs";
import * as z from "zod";
import { commandError } from "../command-error.ts";
import { EXIT } from "../exit-codes.ts";

const shape = z.strictObject({
  identityUrl: z.string().startsWith("postgres"),
  dumpUrl: z.string().startsWith("postgres"),
  secretKeyBase: z.string().min(1),
});

/** The JSON of a file, or of the standard input for `-`. What is wrong with it is named, never what it holds. */
export const readTenantSecret = (file: string): string =>
  readSecretFile(file, shape, "The secret is not JSON with exactly identityUrl, dumpUrl and secretKeyBase");

/** The same for a secret of any shape; `problem` says what it should be. */
export function readSecretFile(file: string, wanted: z.ZodType, problem: string): string {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw commandError(EXIT.usage, `${file} cannot be read.`, cause);
  }
  const read = wanted.safeParse(parse(text));
  if (read.success) return JSON.stringify(read.data);
  const wrong = read.error.issues.map(({ path }) => path.join(".")).filter(Boolean);
  throw commandError(EXIT.usage, `${problem}${wrong.length === 0 ? "" : `; wrong: ${wrong.join(", ")}`}.`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
