import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { clusterSecret } from "./cluster-secret.ts";
import { createCluster } from "./create-cluster.ts";
import { prepareDataPlace } from "./data-place.ts";
import { findPostgres } from "./find-postgres.ts";
import { freePort } from "./free-port.ts";
import { type RunServerOptions, runServer } from "./run-server.ts";
import { serverAccount } from "./server-account.ts";

export interface StartPostgresOptions {
  /** The cluster's own directory; made if it is not there, taken up again if it is. */
  readonly directory: string;
  /** 0 = any free port. */
  readonly port: number;
  /** `false` for a throw-away cluster: faster, and not safe against a power cut. */
  readonly durable?: boolean;
}

export interface Postgres {
  /**
   * Connection string; the superuser's (`postgres`) unless a role is named. A role that shall be reached this way must
   * be created with the password in here.
   */
  url(database: string, user?: string): string;
  readonly superuserUrl: string;
  readonly port: number;
  /** The directory of the programs that fit this server: pg_dump, pg_restore, psql. */
  readonly bin: string;
  /** Where the data is; not below `directory` if the server's account cannot get there. */
  readonly data: string;
  /** Cuts open connections and leaves no process; again is harmless. */
  close(): Promise<void>;
}

const takeOverLimitMs = 10_000;

/**
 * A private PostgreSQL on 127.0.0.1, never as root, its data kept from one start to the next. If this process dies by
 * SIGKILL the kernel interrupts the server, which shuts down (Linux; elsewhere it stays, and the next start names it).
 * If the server itself was killed, the next start recovers from its log. Throws a message that says what to do.
 */
export async function startPostgres({ directory, port, durable = true }: StartPostgresOptions): Promise<Postgres> {
  const account = serverAccount();
  const { data, isElsewhere } = prepareDataPlace(directory, account);
  const { passwordOf } = clusterSecret(directory);
  const releaseFile = join(data, "PG_VERSION");
  const programs = findPostgres(
    existsSync(releaseFile) ? { major: Number.parseInt(readFileSync(releaseFile, "utf8"), 10) } : {},
  );
  if (!existsSync(releaseFile)) {
    createCluster({ programs, account, data, password: passwordOf("postgres"), isDurable: durable });
  }
  const log = join(directory, "postgres.log");
  const server = await startOrWait({ programs, account, data, log, port, isDurable: durable });
  const url = (database: string, user = "postgres") =>
    `postgres://${user}:${passwordOf(user)}@127.0.0.1:${server.port}/${encodeURIComponent(database)}`;
  return {
    url,
    superuserUrl: url("postgres"),
    port: server.port,
    bin: programs.bin,
    data,
    close: async () => {
      await server.stop();
      // What a throw-away cluster had to keep elsewhere would outlive the temporary directory it belongs to.
      if (isElsewhere && !durable) rmSync(dirname(data), { recursive: true, force: true });
    },
  };
}

/**
 * Starts the server. Tries again while a former one is only just ending (its runner was killed a moment ago, or it was
 * itself and its last children still hold its memory), and when another program was faster to a port found free.
 */
async function startOrWait(
  options: RunServerOptions,
): Promise<{ readonly stop: () => Promise<void>; readonly port: number }> {
  const former = join(options.data, "postmaster.pid");
  const hasFormer = existsSync(former);
  const started = Date.now();
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(options.port);
    const server = await runServer({ ...options, port });
    if (server !== undefined) return { stop: server.stop, port };
    const isWorthATry = hasFormer ? Date.now() - started < takeOverLimitMs : options.port === 0 && tries < 3;
    if (!isWorthATry) break;
    await pause(200);
  }
  const lastWords = readFileSync(options.log, "utf8").trim().split("\n").slice(-8).join("\n  ");
  const advice = existsSync(former)
    ? `\nProcess ${readFileSync(former, "utf8").split("\n")[0]} serves it already: end that run first.`
    : "";
  throw new Error(`PostgreSQL did not start in ${options.data}:\n  ${lastWords}${advice}`);
}
