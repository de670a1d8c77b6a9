import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { clusterSecret } from "./cluster-secret.ts";
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
 * the data in `/var/lib`. `directory` itself is made, and made traversable.
 */
export function prepareDataPlace(directory: string, account: ServerAccount | undefined): DataPlace {
  const here = resolve(directory);
  mkdirSync(here, { recursive: true, mode: account === undefined ? 0o700 : 0o711 });
  if (account === undefined) return { data: join(here, "data"), isElsewhere: false };
  chmodSync(here, 0o711);
  if (ancestors(here).every((path) => isTraversable(path, account))) {
    return { data: join(here, "data"), isElsewhere: false };
  }
  for (const place of globSync(join(elsewhere, "*"))) {
    if (!isStillWanted(place)) rmSync(place, { recursive: true, force: true });
  }
  const place = join(elsewhere, placeName(here));
  mkdirSync(place, { recursive: true, mode: 0o711 });
  writeFileSync(join(place, "directory"), here, { mode: 0o600 });
  return { data: join(place, "data"), isElsewhere: true };
}

/** Made from the secret in `directory`: whoever drops that and begins anew does not find the old data. */
function placeName(directory: string): string {
  return clusterSecret(directory).passwordOf("data place").slice(0, 16);
}

/** Data kept elsewhere is wanted as long as the directory it belongs to is there, with the same secret in it. */
function isStillWanted(place: string): boolean {
  const note = join(place, "directory");
  // Being made this moment.
  if (!existsSync(note)) return true;
  const directory = readFileSync(note, "utf8");
  return existsSync(join(directory, "secret")) && placeName(directory) === basename(place);
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
