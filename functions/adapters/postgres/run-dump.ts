import { Failure } from "../../domain/failure.ts";
import type { Log } from "../../domain/ports.ts";
import { programEnvironment } from "./connection-settings.ts";
import type { DumpCompression } from "./dump-program.ts";
import { startProgram } from "./start-program.ts";

/** A lock on a table that lasts longer than this fails the dump, instead of holding it until its deadline. */
export const LOCK_WAIT_MS = 120_000;

export interface DumpRun {
  readonly path: string;
  readonly url: string;
  readonly snapshot: string;
  readonly compression: DumpCompression;
  readonly graceMs: number;
  readonly log: Log;
}

/**
 * Runs `pg_dump` and hands on what it writes, as fast as it is taken. Rejects with `dump-failed` unless the program ended
 * well after its last byte. Whatever happens (abort, a reader that stops early), no process is left.
 */
export async function* runDump(run: DumpRun, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  if (signal.aborted) throw stopped(signal);
  const { path, graceMs, log } = run;
  const environment = programEnvironment(run.url);
  const program = startProgram({ path, args: dumpArguments(run), environment, graceMs }, signal);
  try {
    yield* program.stdout;
    const { exitCode, signal: killedBy, error } = await program.ended;
    if (signal.aborted) throw stopped(signal);
    const stderr = program.stderr();
    if (exitCode !== 0) {
      const how = exitCode === null ? { signal: killedBy ?? "unknown" } : { exitCode };
      log.warn("pg_dump failed", { ...how, stderr });
      throw new Failure("dump-failed", how, error);
    }
    if (stderr !== "") log.warn("pg_dump had something to say", { stderr });
  } finally {
    await program.stop();
  }
}

const stopped = (signal: AbortSignal): Failure => new Failure("dump-failed", { reason: "stopped" }, signal.reason);

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
