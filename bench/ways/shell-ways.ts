import { readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dumpProgram } from "../../functions/adapters/postgres/dump-program.ts";
import type { BenchWorld } from "../archive/bench-world.ts";
import { runProgram, runScript } from "./run-script.ts";
import type { Way } from "./way.ts";

const openProjectScript = fileURLToPath(new URL("openproject.rb", import.meta.url));

/** Each as its documentation or its source has it. `$STORE` is where results stay; the present directory is scratch. */
export const openProjectWay: Way = {
  name: "OpenProject's",
  needs: [{ program: "ruby", packageName: "ruby ruby-zip", probe: ["-e", 'require "zip"'] }],
  prepare: async (world) => emptyStore(world),
  async run(world) {
    await runProgram(world, "ruby", [openProjectScript]);
    return { keptBytes: bytesBelow(world.store) };
  },
};

export const zipWay: Way = {
  name: "zip",
  needs: [{ program: "zip", packageName: "zip" }],
  prepare: async (world) => emptyStore(world),
  async run(world) {
    await runScript(
      world,
      `pg_dump -x -O -f openproject.sql
       cp -r "$ATTACHMENTS" attachments
       zip -q -r openproject.zip attachments openproject.sql
       cp openproject.zip "$STORE"`,
    );
    return { keptBytes: bytesBelow(world.store) };
  },
};

export const discourseWay: Way = {
  name: "Discourse's",
  prepare: async (world) => emptyStore(world),
  async run(world) {
    await runScript(
      world,
      `pg_dump --no-owner --no-privileges --compress=4 > dump.sql.gz
       cp -r "$ATTACHMENTS" uploads
       tar --create --file backup.tar dump.sql.gz
       tar --append --dereference --file backup.tar uploads
       gzip -1 backup.tar
       cp backup.tar.gz "$STORE"`,
    );
    return { keptBytes: bytesBelow(world.store) };
  },
};

export const bareWay: Way = {
  name: "pg_dump -Fc + copy",
  prepare: async (world) => emptyStore(world),
  async run(world) {
    await runScript(world, `pg_dump -Fc > "$STORE/openproject.dump"; cp -r "$ATTACHMENTS" "$STORE/attachments"`);
    return { keptBytes: bytesBelow(world.store) };
  },
};

/** No backup: the part of Coffer's that another program does, by itself, without a store. */
export const dumpAloneWay: Way = {
  name: "the dump alone, as Coffer has it made",
  async run(world) {
    const program = dumpProgram(world.postgres.bin);
    const compression = await program.compression(world.database.dumpUrl, AbortSignal.timeout(60_000));
    await runScript(world, `pg_dump -Fc --no-owner --no-privileges --compress=${compression} > openproject.dump`);
    return { keptBytes: bytesBelow(world.scratch) };
  },
};

function emptyStore({ store }: BenchWorld): void {
  for (const name of readdirSync(store)) rmSync(join(store, name), { recursive: true });
}

function bytesBelow(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
