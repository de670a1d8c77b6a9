import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { PostgresPrograms } from "./find-postgres.ts";
import type { ServerAccount } from "./server-account.ts";
import { serverEnvironment } from "./server-environment.ts";
import { unprivilegedCommand } from "./unprivileged-command.ts";

export interface RunServerOptions {
  readonly programs: PostgresPrograms;
  readonly account: ServerAccount | undefined;
  readonly data: string;
  readonly log: string;
  readonly port: number;
  readonly isDurable: boolean;
}

const startLimitMs = 60_000;
const stopLimitMs = 15_000;

const fixedSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "80",
  shared_buffers: "64MB",
  max_wal_size: "2GB",
  wal_level: "minimal",
  max_wal_senders: "0",
  jit: "off",
};
/** A power cut may cost a throw-away cluster everything; a killed server costs it nothing: commits wait for the write. */
const throwAwaySettings = { fsync: "off", full_page_writes: "off" };

/** A running server, or `undefined` if it ended before it took connections; the log says why. */
export async function runServer(
  options: RunServerOptions,
): Promise<{ readonly stop: () => Promise<void> } | undefined> {
  const server = launch(options);
  const killWithParent = () => void server.kill("SIGINT");
  process.once("exit", killWithParent);
  const started = Date.now();
  while (!isReady(options.data, server.pid)) {
    if (hasEnded(server)) {
      process.off("exit", killWithParent);
      return undefined;
    }
    if (Date.now() - started > startLimitMs) {
      await stop(server);
      throw new Error(`PostgreSQL took no connections within ${startLimitMs / 1000} s; see ${options.log}.`);
    }
    await pause(20);
  }
  return {
    stop: async () => {
      await stop(server);
      process.off("exit", killWithParent);
    },
  };
}

/** In a session of its own, so that Ctrl-C reaches the runner alone, which stops the server when it has done with it. */
function launch({ programs, account, data, log, port, isDurable }: RunServerOptions): ChildProcess {
  const settings = { ...fixedSettings, ...(isDurable ? {} : throwAwaySettings), port: `${port}` };
  const args = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const command = unprivilegedCommand(account, join(programs.bin, "postgres"), ["-D", data, ...args]);
  const output = openSync(log, "a", 0o600);
  try {
    return spawn(command.program, [...command.args], {
      cwd: "/",
      env: serverEnvironment,
      detached: true,
      stdio: ["ignore", output, output],
    });
  } finally {
    closeSync(output);
  }
}

/** The postmaster writes its state into the 8th line of its pid file: that is what `pg_ctl --wait` reads as well. */
function isReady(data: string, pid: number | undefined): boolean {
  const file = join(data, "postmaster.pid");
  if (!existsSync(file)) return false;
  const lines = readFileSync(file, "utf8").split("\n");
  return Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

const hasEnded = (server: ChildProcess) => server.exitCode !== null || server.signalCode !== null;

/** A fast shutdown (open connections are cut, what was committed is kept), and an immediate one if that hangs. */
async function stop(server: ChildProcess): Promise<void> {
  if (hasEnded(server)) return;
  const ended = once(server, "exit");
  server.kill("SIGINT");
  const impatience = setTimeout(() => server.kill("SIGQUIT"), stopLimitMs);
  await ended;
  clearTimeout(impatience);
}
