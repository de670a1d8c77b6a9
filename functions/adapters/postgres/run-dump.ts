import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { Failure } from "../../domain/failure.ts";
import type { Log } from "../../domain/ports.ts";
import { programEnvironment } from "./connection-settings.ts";
import type { DumpCompression } from "./dump-program.ts";

/** Of what the program says, the end: that is where the reason stands. */
const STDERR_CHARACTERS_MAX = 16_384;

/** A lock on a table that lasts longer than this fails the dump, instead of holding it until its deadline. */
const LOCK_WAIT_MS = 120_000;

export interface DumpRun {
  readonly path: string;
  readonly url: string;
  readonly snapshot: string;
  readonly compression: DumpCompression;
  /** How long it may take to end by itself before it is killed. */
  readonly graceMs: number;
  readonly log: Log;
}

/**
 * Runs `pg_dump` and hands on what it writes, as fast as it is taken. Rejects with `dump-failed` unless the program ended
 * well after its last byte. Whatever happens (abort, a reader that stops early), no process is left.
 */
export async function* runDump(run: DumpRun, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (signal.aborted) throw new Failure("dump-failed", { reason: "stopped" }, signal.reason);
  const child = spawn(run.path, dumpArguments(run), {
    env: programEnvironment(run.url),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stderr = lastWords(child.stderr);
  const ended = endOf(child);
  let killTimer: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill("SIGTERM");
    killTimer ??= setTimeout(() => child.kill("SIGKILL"), run.graceMs);
  };
  signal.addEventListener("abort", stop, { once: true });
  try {
    yield* child.stdout;
    const end = await ended;
    if (signal.aborted) throw new Failure("dump-failed", { reason: "stopped" }, signal.reason);
    if (end.exitCode !== 0) {
      const how = end.exitCode === null ? { signal: end.signal ?? "none" } : { exitCode: end.exitCode };
      run.log.warn("pg_dump failed", { ...how, stderr: stderr() });
      throw new Failure("dump-failed", how, end.error);
    }
    if (stderr() !== "") run.log.warn("pg_dump had something to say", { stderr: stderr() });
  } finally {
    signal.removeEventListener("abort", stop);
    if (child.exitCode === null && child.signalCode === null) stop();
    await ended;
    clearTimeout(killTimer);
  }
}

function dumpArguments({ snapshot, compression }: DumpRun): readonly string[] {
  return [
    "--format=custom",
    `--snapshot=${snapshot}`,
    `--compress=${compression}`,
    // Owners and grants are the old server's; a restore gives the new one's.
    "--no-owner",
    "--no-privileges",
    "--no-password",
    `--lock-wait-timeout=${LOCK_WAIT_MS}`,
  ];
}

interface ProgramEnd {
  /** Null: ended by a signal. */
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The program could not be started. */
  readonly error?: Error;
}

function endOf(child: ChildProcess): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve({ exitCode: -1, signal: null, error }));
    child.once("close", (exitCode, signal) => resolve({ exitCode, signal }));
  });
}

function lastWords(stderr: Readable): () => string {
  let words = "";
  stderr.setEncoding("utf8");
  stderr.on("data", (text: string) => {
    words = (words + text).slice(-STDERR_CHARACTERS_MAX);
  });
  return () => words.trim();
}
