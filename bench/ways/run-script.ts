import { spawn } from "node:child_process";
import { once } from "node:events";
import type { BenchWorld } from "../archive/bench-world.ts";

/** Runs a program of a way in its scratch directory, and waits for it. Throws with its last words when it fails. */
export async function runProgram(
  world: BenchWorld,
  program: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<void> {
  const child = spawn(program, [...args], {
    cwd: world.scratch,
    env: { ...scriptEnvironment(world), ...environment },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-4_000);
  });
  const [code, signal]: unknown[] = await once(child, "close");
  if (code !== 0) throw new Error(`${program} ended with ${String(code ?? signal)}: ${words.trim()}`);
}

/** A script of a few lines, that stops at the first command that fails, in a pipe as well. */
export const runScript = (world: BenchWorld, script: string, environment: Readonly<Record<string, string>> = {}) =>
  runProgram(world, "bash", ["-euo", "pipefail", "-c", script], environment);

function scriptEnvironment({ database, attachmentsDirectory, store, postgres }: BenchWorld): Record<string, string> {
  const url = new URL(database.dumpUrl);
  return {
    PATH: `${postgres.bin}:${process.env["PATH"] ?? ""}`,
    HOME: process.env["HOME"] ?? "/",
    LANG: "C.UTF-8",
    PGHOST: url.hostname,
    PGPORT: url.port,
    PGUSER: url.username,
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: decodeURIComponent(url.pathname.slice(1)),
    ATTACHMENTS: attachmentsDirectory,
    STORE: store,
  };
}
