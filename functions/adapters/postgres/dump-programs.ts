import { Failure } from "../../domain/failure.ts";
import { type DumpProgram, type DumpVersion, dumpProgram, ZSTD_SINCE } from "./dump-program.ts";

interface ChosenProgram {
  readonly program: DumpProgram;
  readonly version: DumpVersion;
}

/** The releases of `pg_dump` that are there. */
export interface DumpPrograms {
  /** Asks each for its version, once. Throws `dump-failed` when one cannot be run. */
  look(): Promise<void>;
  /** The one for a server of this version, e.g. `15.18`. Throws `dump-client-outdated` when all are older. */
  choose(serverVersion: string): Promise<ChosenProgram>;
}

/** Those of `binDirectories`, else the one that the system's path leads to. */
export function dumpPrograms(binDirectories: readonly (string | undefined)[] = [undefined]): DumpPrograms {
  const programs = binDirectories.map((directory) => dumpProgram(directory));
  const all = () =>
    Promise.all(
      programs.map(async (program): Promise<ChosenProgram> => ({ program, version: await program.version() })),
    );

  return {
    look: async () => void (await all()),
    choose: async (serverVersion) => {
      const there = await all();
      const major = chooseMajor(
        Number.parseInt(serverVersion, 10),
        there.map(({ version }) => version.major),
      );
      const chosen = there.find(({ version }) => version.major === major);
      if (chosen) return chosen;
      const client = there.map(({ version }) => version.text).join(", ");
      throw new Failure("dump-client-outdated", { server: serverVersion, client });
    },
  };
}

/**
 * The server's own release, or the next one up: what it dumps, its `pg_restore` puts back into a server like the one that
 * was dumped, while `pg_restore` from 17 on sets what servers before 17 refuse. For servers before 16 that is 16, the
 * first that knows zstd.
 */
export function chooseMajor(server: number, clients: readonly number[]): number | undefined {
  const able = clients.filter((client) => client >= server).sort((a, b) => a - b);
  return server < ZSTD_SINCE && able.includes(ZSTD_SINCE) ? ZSTD_SINCE : able[0];
}
