import { Client } from "pg";
import { Failure } from "../../domain/failure.ts";
import type { Clock, Log } from "../../domain/ports.ts";
import type { DatabaseSnapshot, DatabaseSource } from "../../domain/source/database-source.ts";
import { cancellable } from "./cancellable.ts";
import { connectionSettings } from "./connection-settings.ts";
import { databaseFailure } from "./database-failure.ts";
import type { DumpProgram } from "./dump-program.ts";
import { dumpPrograms } from "./dump-programs.ts";
import { LOCK_WAIT_MS, runDump } from "./run-dump.ts";
import { INSTALLATIONS, OPTIONAL_ATTACHMENT_COLUMNS, REQUIRED_ATTACHMENT_COLUMNS } from "./snapshot-queries.ts";
import { attachmentRecords, rowCounts } from "./snapshot-reads.ts";
import { type Query, readTenantSchema, type TenantSchema } from "./tenant-schema.ts";

/** Long enough for `pg_dump` to take back what it began; SIGKILL follows. */
const GRACE_MS = 5_000;

/**
 * Snapshots of tenants' databases with their login `dump`. The programs are those in `binDirectories`, of one
 * release each, else those on the system's path.
 */
export function postgresDatabaseSource(deps: {
  readonly tenantSecrets: (tenantId: string) => Promise<{ readonly dumpUrl: string }>;
  readonly clock: Clock;
  readonly log: Log;
  readonly binDirectories?: readonly string[];
  readonly graceMs?: number;
  /** How long to wait for one who holds a table. */
  readonly lockWaitMs?: number;
}): DatabaseSource {
  const programs = dumpPrograms(deps.binDirectories);

  return {
    openSnapshot: async (tenant) => {
      const { dumpUrl: url } = await deps.tenantSecrets(tenant.tenantId);
      await programs.look();
      const client = new Client(connectionSettings(url));
      // A connection that breaks between two statements says so at the next one; unheard, the event ends the process.
      client.on("error", () => undefined);
      const query: Query = async (sql, values = []) => {
        try {
          return (await client.query<Record<string, unknown>>(sql, [...values])).rows;
        } catch (error) {
          throw databaseFailure(error);
        }
      };
      try {
        await connect(client);
        const serverVersion = await readServerVersion(query);
        const { program, version } = await programs.choose(serverVersion);
        const snapshot = await beginSnapshot(query, deps.lockWaitMs ?? LOCK_WAIT_MS);
        const schema = await readTenantSchema(query, REQUIRED_ATTACHMENT_COLUMNS, OPTIONAL_ATTACHMENT_COLUMNS);
        await refuseSharedDatabase(query);
        const schemaVersion = await readSchemaVersion(query, schema);
        const databaseBytes = await readDatabaseBytes(query);
        return {
          takenAt: deps.clock.now(),
          serverVersion,
          dumpProgramVersion: version.text,
          databaseBytes,
          ...(schemaVersion === undefined ? {} : { schemaVersion }),
          rowCounts: (signal) => cancellable(signal, { client, query, url }, () => rowCounts(query)),
          attachments: () => attachmentRecords(query, schema),
          dump: (signal) => dump({ program, url, snapshot, graceMs: deps.graceMs ?? GRACE_MS, log: deps.log }, signal),
          close: () => client.end(),
        } satisfies DatabaseSnapshot;
      } catch (error) {
        await client.end();
        throw databaseFailure(error);
      }
    },
  };
}

async function connect(client: Client): Promise<void> {
  await client.connect();
}

async function* dump(
  run: {
    readonly program: DumpProgram;
    readonly url: string;
    readonly snapshot: string;
    readonly graceMs: number;
    readonly log: Log;
  },
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  const compression = await run.program.compression(run.url, signal);
  yield* runDump({ ...run, path: run.program.path, compression }, signal);
}

/** The snapshot lives as long as this transaction, which may wait for hours while others use it. */
async function beginSnapshot(query: Query, lockWaitMs: number): Promise<string> {
  await query("SET idle_in_transaction_session_timeout = 0");
  await query("SET statement_timeout = 0");
  // Reading a million rows may take long; waiting for one who holds a table must not.
  await query(`SET lock_timeout = ${lockWaitMs}`);
  await query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const [row] = await query("SELECT pg_export_snapshot() AS snapshot");
  return String(row?.["snapshot"]);
}

/** `15.18 (Debian 15.18-0+deb12u1)` without what the packager added. */
async function readServerVersion(query: Query): Promise<string> {
  const [row] = await query("SHOW server_version");
  return String(row?.["server_version"]).split(" ", 1).join("");
}

async function readSchemaVersion(query: Query, schema: TenantSchema): Promise<string | undefined> {
  if (!schema.has("schema_migrations", "version")) return undefined;
  const [row] = await query("SELECT max(version) AS version FROM public.schema_migrations");
  const version = row?.["version"];
  return typeof version === "string" ? version : undefined;
}

async function readDatabaseBytes(query: Query): Promise<number> {
  const [row] = await query("SELECT pg_database_size(current_database())::text AS bytes");
  return Number(row?.["bytes"]);
}

/** A dump takes the whole database: one that several installations share would hand each of them the others' data. */
async function refuseSharedDatabase(query: Query): Promise<void> {
  const installations = (await query(INSTALLATIONS)).map((row) => String(row["schema_name"]));
  if (installations.length > 1) {
    throw new Failure("tenant-database-unsupported", {
      reason: "several installations share it",
      schemas: installations,
    });
  }
}
