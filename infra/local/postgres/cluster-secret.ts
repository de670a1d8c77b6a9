import { createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Passwords of a local cluster's roles, each made from the role's name and a secret of the cluster (`directory/secret`,
 * made at first start): a role keeps its password from one start to the next, and none of them is in the code.
 */
export function clusterSecret(directory: string): { readonly passwordOf: (role: string) => string } {
  const file = join(directory, "secret");
  if (!existsSync(file)) {
    writeFileSync(`${file}.new`, randomBytes(32).toString("hex"), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }
  const secret = readFileSync(file, "utf8");
  return { passwordOf: (role) => createHmac("sha256", secret).update(role).digest("hex").slice(0, 40) };
}
