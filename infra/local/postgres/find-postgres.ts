import { execFileSync } from "node:child_process";
import { accessSync, constants, globSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** PostgreSQL's programs, all of one installation. */
export interface PostgresPrograms {
  /** The directory that holds them. */
  readonly bin: string;
  /** What `postgres --version` says, e.g. `postgres (PostgreSQL) 15.14`. */
  readonly version: string;
  readonly major: number;
}

export interface FindPostgresOptions {
  /** Only this major release will do: that of a data directory that is there already. */
  readonly major?: number;
  /** Where `PG_BIN` and `PATH` are read; this process's environment unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const needed = ["postgres", "initdb", "psql", "pg_dump", "pg_restore"] as const;

/**
 * Server and client programs: from `PG_BIN`, else by `PATH`, else Debian's versioned directories (newest first), else
 * Homebrew's. Throws a message for the person at the keyboard: what was looked at, what is missing, what to do.
 */
export function findPostgres(options: FindPostgresOptions = {}): PostgresPrograms {
  const environment = options.environment ?? process.env;
  const chosen = environment["PG_BIN"];
  const looked: string[] = [];
  for (const bin of chosen ? [chosen] : new Set(places(environment["PATH"] ?? ""))) {
    const missing = needed.filter((program) => !isExecutable(join(bin, program)));
    if (missing.length > 0) {
      looked.push(`${bin} has no ${missing.join(", ")}`);
      continue;
    }
    const version = execFileSync(join(bin, "postgres"), ["--version"], { encoding: "utf8" }).trim();
    const major = Number(/(\d+)(?:\.|devel|beta|rc|$|\s)/.exec(version)?.[1]);
    if (options.major === undefined || options.major === major) return { bin, version, major };
    looked.push(`${bin} is PostgreSQL ${major}`);
  }
  throw new Error(whatToDo(chosen, options.major, looked));
}

/** Directories worth a look, in order. Debian's `/usr/bin/pg_dump` is a wrapper: what counts is where a link leads. */
function places(path: string): string[] {
  const byPath = path
    .split(delimiter)
    .filter((directory) => directory !== "")
    .flatMap((directory) => needed.map((program) => join(directory, program)))
    .filter(isExecutable)
    .map((program) => dirname(realpathSync(program)));
  return [
    ...byPath,
    ...newestFirst("/usr/lib/postgresql/*/bin"),
    ...newestFirst("/opt/homebrew/opt/postgresql@*/bin"),
    ...newestFirst("/usr/local/opt/postgresql@*/bin"),
  ];
}

function newestFirst(pattern: string): string[] {
  return globSync(pattern).sort((a, b) => releaseIn(b) - releaseIn(a));
}

function releaseIn(path: string): number {
  return Number(/(\d+)\/bin$/.exec(path)?.[1] ?? 0);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function whatToDo(chosen: string | undefined, major: number | undefined, looked: readonly string[]): string {
  const wanted = major === undefined ? "PostgreSQL" : `PostgreSQL ${major} (the data directory was made by it)`;
  const advice =
    chosen !== undefined && chosen !== ""
      ? "PG_BIN is set: point it at a directory with all of these programs, or unset it."
      : process.platform === "darwin"
        ? "Install it: brew install postgresql@17. Or set PG_BIN to the directory of its programs."
        : "Install it: apt-get install -y postgresql. Or set PG_BIN to the directory of its programs.";
  return [`${wanted} was not found; needed are ${needed.join(", ")}.`, ...looked, advice].join("\n  ");
}
