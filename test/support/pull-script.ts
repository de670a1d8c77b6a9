import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

export const PULL = join(import.meta.dirname, "../../scripts/pull-backup.sh");
export const CHECK = join(import.meta.dirname, "../../scripts/check-backup.sh");

/** Settings as the environment gives them: `COFFER_<NAME>`; besides, the certificate and proxy that curl is told of. */
export type PullSettings = Readonly<Record<string, string>>;

export interface PullRun {
  readonly child: ChildProcess;
  /** Exit code, or the signal that ended it; what it printed. */
  readonly ended: Promise<{ readonly code: number | string | null; readonly stdout: string; readonly stderr: string }>;
}

/** Starts the script in a process group of its own, with a home that holds nothing. */
export function startPull(directory: string, settings: PullSettings, ...options: readonly string[]): PullRun {
  const environment = Object.entries(settings).map(([name, value]) => [`COFFER_${name.toUpperCase()}`, value]);
  const child = spawn("bash", [PULL, "--directory", directory, ...options], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env["PATH"],
      HOME: directory,
      CURL_CA_BUNDLE: settings["certificate"],
      http_proxy: settings["proxy"],
      ...Object.fromEntries(environment),
    },
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) child[name].on("data", (chunk) => (said[name] += String(chunk)));
  return { child, ended: once(child, "close").then(([code, signal]) => ({ code: code ?? signal, ...said })) };
}

export const pull = (directory: string, settings: PullSettings, ...options: readonly string[]) =>
  startPull(directory, settings, ...options).ended;

/** Archives that are in their place. */
export const archivesIn = (directory: string): string[] =>
  existsSync(directory) ? readdirSync(directory).filter((name) => name.endsWith(".zip")) : [];

/** Everything the script keeps for itself, besides archives. */
export const leftIn = (directory: string): string[] =>
  existsSync(directory)
    ? readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => !name.endsWith(".zip"))
    : [];

/** The download that is under way. */
export function partIn(directory: string): { readonly file: string; readonly bytes: number; readonly inode: number } {
  const name = leftIn(directory).find((each) => each.endsWith(".part"));
  if (name === undefined) return { file: "", bytes: 0, inode: 0 };
  const file = join(directory, name);
  const { size, ino } = statSync(file);
  return { file, bytes: size, inode: ino };
}

/** Arguments of all processes on the machine, as `ps` shows them to anybody. */
export function everyCommandLine(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/u.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return ""; // Ended in between.
      }
    });
}
