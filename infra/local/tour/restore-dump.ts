import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { Client, escapeIdentifier, escapeLiteral } from "pg";
import type { Postgres } from "../postgres/start-postgres.ts";
import { countRows, type RowCounts } from "./count-rows.ts";

const scratch = "coffer_scratch";

/**
 * Restores an archive's dump into a new database that is dropped afterwards, as a role that owns only that, and counts its
 * rows by table.
 */
export async function restoreDump(postgres: Postgres, archive: string): Promise<RowCounts> {
  const url = new URL(postgres.url(scratch, scratch));
  const admin = new Client({ connectionString: postgres.superuserUrl });
  await admin.connect();
  const drop = async () => {
    await admin.query(`drop database if exists ${escapeIdentifier(scratch)} with (force)`);
    await admin.query(`drop role if exists ${escapeIdentifier(scratch)}`);
  };
  try {
    await drop();
    const password = escapeLiteral(decodeURIComponent(url.password));
    await admin.query(`create role ${escapeIdentifier(scratch)} login password ${password}`);
    await admin.query(`create database ${escapeIdentifier(scratch)} owner ${escapeIdentifier(scratch)}`);
    await unpackInto(postgres, archive, url);
    return await countRows(url.href);
  } finally {
    await drop();
    await admin.end();
  }
}

/** The dump goes from one program to the other; nothing of it is written to the disk. */
async function unpackInto(postgres: Postgres, archive: string, url: URL): Promise<void> {
  const unzip = spawn("unzip", ["-p", archive, "openproject.pgdump"], { stdio: ["ignore", "pipe", "inherit"] });
  const restore = spawn(
    join(postgres.bin, "pg_restore"),
    ["--no-owner", "--no-privileges", "--exit-on-error", "--dbname", scratch],
    {
      env: {
        PATH: process.env["PATH"] ?? "",
        PGHOST: url.hostname,
        PGPORT: url.port,
        PGUSER: url.username,
        PGPASSWORD: decodeURIComponent(url.password),
      },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  const complaints: Buffer[] = [];
  restore.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  const ended = once(restore, "close");
  // A restore that fails closes its input early; its own words say more than the broken pipe.
  const [piped, closed] = await Promise.allSettled([pipeline(unzip.stdout, restore.stdin), ended]);
  const code: unknown = closed.status === "fulfilled" ? closed.value[0] : closed.reason;
  if (code !== 0) throw new Error(`pg_restore ended with ${String(code)}:\n${Buffer.concat(complaints).toString()}`);
  if (piped.status === "rejected") throw piped.reason;
}
