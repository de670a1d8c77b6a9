import { spawnSync } from "node:child_process";
import { chownSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PostgresPrograms } from "./find-postgres.ts";
import type { ServerAccount } from "./server-account.ts";
import { serverEnvironment } from "./server-environment.ts";
import { unprivilegedCommand } from "./unprivileged-command.ts";

export interface CreateClusterOptions {
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount | undefined;
  /** The data directory to make; it must not be there yet. */
  readonly data: string;
  readonly password: string;
  readonly isDurable: boolean;
}

/** Makes a cluster whose every connection needs a password (scram), or leaves nothing: an interrupted try is redone. */
export function createCluster({ programs, account, data, password, isDurable }: CreateClusterOptions): void {
  const unfinished = `${data}.new`;
  const passwordFile = join(dirname(data), "password.new");
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account !== undefined) {
    for (const path of [unfinished, passwordFile]) chownSync(path, account.uid, account.gid);
  }
  // C.UTF-8 sorts by code point and folds the case of every letter; macOS has no such locale.
  const locale = process.platform === "linux" ? "C.UTF-8" : "en_US.UTF-8";
  const args = ["-D", unfinished, "-U", "postgres", "--auth=scram-sha-256", `--pwfile=${passwordFile}`];
  args.push("--encoding=UTF8", `--locale=${locale}`, ...(isDurable ? [] : ["--no-sync"]));
  const command = unprivilegedCommand(account, join(programs.bin, "initdb"), args);
  const initdb = spawnSync(command.program, [...command.args], {
    cwd: "/",
    env: serverEnvironment,
    encoding: "utf8",
  });
  rmSync(passwordFile);
  if (initdb.status !== 0) {
    throw new Error(`initdb made no cluster in ${unfinished}:\n${initdb.stderr}`, { cause: initdb.error });
  }
  renameSync(unfinished, data);
}
