import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../../domain/failure.ts";
import { programEnvironment } from "./connection-settings.ts";

const run = promisify(execFile);

const PROBE_TIMEOUT_MS = 30_000;

/** The first major release of `pg_dump` that knows zstd. */
const ZSTD_SINCE = 16;

/** `zstd:3` is four times faster than the default and smaller; else the fastest that every build has. */
export type DumpCompression = "zstd:3" | "1";

export interface DumpProgram {
  readonly path: string;
  /** Asked of the program once. Throws `dump-failed` when it cannot be run. */
  version(): Promise<DumpVersion>;
  /** The best way of compression that this build has, found out at the database of `url`. */
  compression(url: string): Promise<DumpCompression>;
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
    compression: async (url) => {
      if ((await version()).major < ZSTD_SINCE) return "1";
      if (hasZstd === undefined && (await dumpsNothing(path, url, "zstd:3"))) hasZstd = true;
      // Only a program that can do the one and not the other lacks zstd; one that can do neither has another trouble.
      if (hasZstd === undefined && (await dumpsNothing(path, url, "1"))) hasZstd = false;
      return hasZstd === true ? "zstd:3" : "1";
    },
  };
}

async function askVersion(path: string): Promise<DumpVersion> {
  try {
    const { stdout } = await run(path, ["--version"], { env: { PATH: programPath }, timeout: PROBE_TIMEOUT_MS });
    const text = /\b(\d+(?:\.\d+)+|\d+(?:devel|beta\d+|rc\d+))\b/.exec(stdout)?.[1];
    if (text === undefined) throw new Failure("dump-failed", { reason: "pg_dump did not tell its version" });
    return { text, major: Number.parseInt(text, 10) };
  } catch (error) {
    throw error instanceof Failure ? error : new Failure("dump-failed", { reason: "pg_dump cannot be run" }, error);
  }
}

/** A dump of no schema at all is quick, and fails at once when the build lacks the way of compression. */
async function dumpsNothing(path: string, url: string, compression: DumpCompression): Promise<boolean> {
  const args = ["--format=custom", `--compress=${compression}`, "--section=post-data", "--exclude-schema=*"];
  try {
    await run(path, [...args, "--no-password"], {
      env: programEnvironment(url),
      timeout: PROBE_TIMEOUT_MS,
      encoding: "buffer",
    });
    return true;
  } catch {
    return false;
  }
}

const programPath = "/usr/local/bin:/usr/bin:/bin";
