import { readFileSync } from "node:fs";

/** The account a server runs as when this process is root. */
export interface ServerAccount {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/**
 * PostgreSQL refuses to run as root, and rightly so: then it runs as `postgres`, or as `nobody` where that account is
 * not there. `undefined` when this process is not root: the server runs as whoever started it.
 */
export function serverAccount(): ServerAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .map(([name = "", , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  const account = ["postgres", "nobody"].map((name) => accounts.find((entry) => entry.name === name)).find(Boolean);
  if (account === undefined || !(account.uid > 0)) {
    throw new Error("PostgreSQL must not run as root, and /etc/passwd has neither `postgres` nor `nobody`.");
  }
  return account;
}
