import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../../domain/failure.ts";
import { PROGRAM_PATH, programEnvironment } from "./connection-settings.ts";
import { startProgram } from "./start-program.ts";

const run = promisify(execFile);

const PROBE_TIMEOUT_MS = 30_000;

/** The first major release of `pg_dump` that knows zstd. */
export const ZSTD_SINCE = 16;

/** `zstd:3` is four times faster than the default and smaller; else the fastest that every build has. */
export type DumpCompression = "zstd:3" | "1";

export interface DumpProgram {
  readonly path: string;
  /** Asked of the program once. Throws `dump-failed` when it cannot be run. */
  version(): Promise<DumpVersion>;
  /** The best way of compression that this build has, found out at the database of `url`. */
  compression(url: string, signal: AbortSignal): Promise<DumpCompression>;
}

export interface DumpVersion {
  /** e.g. `15.18`. */
  readonly text: string;
  readonly major: number;
}

/** `pg_dump` of `binDirectory`, or the one that the system's path leads to. */
export function dumpProgram(binDirectory?: string): DumpProgram {
  const path = binDirectory === undefined ? "pg_dump" : join(binDirectory, "pg_dump");
  let known: DumpVersion | undefined;
  let hasZstd: boolean | undefined;

  async function version(): Promise<DumpVersion> {
    known ??= await askVersion(path);
    return known;
  }

  return {
    path,
    version,
    compression: async (url, signal) => {
      if ((await version()).major < ZSTD_SINCE) return "1";
      if (hasZstd === undefined && (await dumpsNothing(path, url, "zstd:3", signal))) hasZstd = true;
      // Only a program that can do the one and not the other lacks zstd; one that can do neither has another trouble.
      if (hasZstd === undefined && (await dumpsNothing(path, url, "1", signal))) hasZstd = false;
      return hasZstd === true ? "zstd:3" : "1";
    },
  };
}

async function askVersion(path: string): Promise<DumpVersion> {
  try {
    const { stdout } = await run(path, ["--version"], {
      env: { PATH: PROGRAM_PATH },
      timeout: PROBE_TIMEOUT_MS,
      killSignal: "SIGKILL",
    });
    const text = /\b(\d+(?:\.\d+)+|\d+(?:devel|beta\d+|rc\d+))\b/.exec(stdout)?.[1];
    if (text === undefined) throw new Failure("dump-failed", { reason: "pg_dump did not tell its version" });
    return { text, major: Number.parseInt(text, 10) };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("dump-failed", { reason: "pg_dump cannot be run" }, error);
  }
}

/** A dump of no schema at all is quick, and fails at once when the build lacks the way of compression. */
async function dumpsNothing(
  path: string,
  url: string,
  compression: DumpCompression,
  signal: AbortSignal,
): Promise<boolean> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
  if (limit.aborted) return false;
  const args = ["--format=custom", `--compress=${compression}`, "--section=post-data", "--exclude-schema=*"];
  const call = { path, args: [...args, "--no-password"], environment: programEnvironment(url), graceMs: 0 };
  const program = startProgram(call, limit);
  try {
    program.stdout.resume();
    return (await program.ended).exitCode === 0;
  } finally {
    await program.stop();
  }
}
