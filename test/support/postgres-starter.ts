/** A program of its own that starts a cluster in the directory of its first argument, says so, and waits to be killed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startPostgres } from "../../infra/local/postgres/start-postgres.ts";

const directory = process.argv[2];
if (directory === undefined) throw new Error("Usage: postgres-starter.ts <directory>");
const postgres = await startPostgres({ directory, port: 0, durable: false });
const serverPid = Number(readFileSync(join(postgres.data, "postmaster.pid"), "utf8").split("\n")[0]);
process.send?.({ serverPid, url: postgres.superuserUrl });
