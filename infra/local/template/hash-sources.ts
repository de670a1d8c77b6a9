import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** One hash over the names and bytes of all files in these files and folders, named relative to `root`. */
export function hashSources(root: string, names: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of names.flatMap((name) => filesIn(root, name)).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  }
  return hash.digest("hex").slice(0, 16);
}

function filesIn(root: string, name: string): string[] {
  if (!statSync(join(root, name)).isDirectory()) return [name];
  return readdirSync(join(root, name)).flatMap((child) => filesIn(root, join(name, child)));
}
