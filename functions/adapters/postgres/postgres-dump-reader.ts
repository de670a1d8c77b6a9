import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { Failure } from "../../domain/failure.ts";
import type { Log } from "../../domain/ports.ts";
import type { DumpReader } from "../../domain/source/dump-reader.ts";
import { PROGRAM_PATH } from "./connection-settings.ts";
import { dumpPrograms } from "./dump-programs.ts";
import { startProgram } from "./start-program.ts";

/** It has nothing to take back. */
const GRACE_MS = 0;

/** `pg_restore --list` beside the `pg_dump` that is chosen for a dump's own release. */
export function postgresDumpReader(deps: {
  readonly log: Log;
  readonly binDirectories?: readonly string[];
}): DumpReader {
  const programs = dumpPrograms(deps.binDirectories);

  return {
    countContents: async (dump, programVersion, signal) => {
      const { program } = await programs.choose(programVersion);
      const path = program.path === "pg_dump" ? "pg_restore" : join(dirname(program.path), "pg_restore");
      const call = { path, args: ["--list"], environment: { PATH: PROGRAM_PATH }, graceMs: GRACE_MS };
      const input = Readable.from(dump, { objectMode: false });
      const restore = startProgram({ ...call, input }, signal);
      try {
        const listed = await text(restore.stdout);
        const { exitCode, error } = await restore.ended;
        signal.throwIfAborted();
        if (input.errored) throw input.errored;
        if (error) throw new Failure("dump-failed", { reason: "pg_restore cannot be run" }, error);
        if (exitCode === 0) return listed.split("\n").filter((line) => /^\d/.test(line)).length;
        deps.log.error("pg_restore cannot read the dump", { exitCode: exitCode ?? -1, stderr: restore.stderr() });
        throw new Failure("archive-corrupt", { what: "the dump's table of contents" });
      } finally {
        await restore.stop();
        input.destroy();
      }
    },
  };
}
