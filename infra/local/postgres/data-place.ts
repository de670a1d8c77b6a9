import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, rmSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { ServerAccount } from "./server-account.ts";

const elsewhere = "/var/lib/coffer-postgres";

/** Where a cluster's data lies. `isElsewhere`: outside the directory that was asked for. */
export interface DataPlace {
  readonly data: string;
  readonly isElsewhere: boolean;
}

/**
 * The data directory for a cluster under `directory`: `directory/data`, unless the server's account cannot get there.
 * A project cloned below `/root` (mode 0700) is such a case: opening root's home to others would be worse than keeping
 * the data in `/var/lib`, under a name made from the path. `directory` itself is made, and made traversable.
 */
export function prepareDataPlace(directory: string, account: ServerAccount | undefined): DataPlace {
  const here = resolve(directory);
  mkdirSync(here, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
  if (account === undefined) return { data: join(here, "data"), isElsewhere: false };
  chmodSync(here, 0o711);
  if (ancestors(here).every((path) => isTraversable(path, account))) {
    return { data: join(here, "data"), isElsewhere: false };
  }
  const place = join(elsewhere, createHash("sha256").update(here).digest("hex").slice(0, 16));
  // Data kept elsewhere belongs to `directory`: without the secret in there it is what a dropped directory left behind.
  if (!existsSync(join(here, "secret"))) rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true, mode: 0o711 });
  return { data: join(place, "data"), isElsewhere: true };
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestors(parent)];
}

/** May the account pass through? (Mode bits alone: access lists are not looked at.) */
function isTraversable(path: string, account: ServerAccount): boolean {
  const { mode, uid, gid } = statSync(path);
  if (uid === account.uid) return (mode & 0o100) !== 0;
  return gid === account.gid ? (mode & 0o010) !== 0 : (mode & 0o001) !== 0;
}
