import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs `pg_dump`, `pg_restore` or `psql` against the database of a connection string; rejects if it exits other than 0. */
export async function runPostgresProgram(
  bin: string,
  program: string,
  url: string,
  args: readonly string[],
): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    PGHOST: hostname,
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
  };
  const { stdout } = await run(join(bin, program), [...args], { env });
  return stdout;
}
