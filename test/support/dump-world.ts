import { join } from "node:path";
import { postgresDatabaseSource } from "../../functions/adapters/postgres/postgres-database-source.ts";
import { systemClock } from "../../functions/adapters/system/system-clock.ts";
import type { FailureDetails } from "../../functions/domain/failure.ts";
import type { Log } from "../../functions/domain/ports.ts";
import type { DatabaseSnapshot } from "../../functions/domain/source/database-source.ts";
import type { SeededTenant } from "../../infra/local/seed/seed-tenant.ts";
import { aTenant } from "./a-tenant.ts";
import { secretsOf } from "./adapter-tenant.ts";
import { aPostgres } from "./postgres-cluster.ts";
import { aDemoStore, aDemoTenant } from "./postgres-demo.ts";
import { queryPostgres } from "./postgres-query.ts";

export interface OpenOptions {
  /** A directory with another `pg_dump` than the server's own. */
  readonly binDirectory?: string;
  /** Several of them. */
  readonly binDirectories?: readonly string[];
  readonly graceMs?: number;
  readonly lockWaitMs?: number;
  /** Another login than the tenant's. */
  readonly url?: string;
}

/** The tenant globex in a throw-away PostgreSQL, and snapshots of its database. */
export interface DumpWorld {
  readonly postgres: Awaited<ReturnType<typeof aPostgres>>;
  readonly globex: SeededTenant;
  readonly warnings: { readonly message: string; readonly facts: FailureDetails | undefined }[];
  asSuperuser(sql: string): Promise<Record<string, unknown>[]>;
  open(options?: OpenOptions): Promise<DatabaseSnapshot>;
  /** A snapshot keeps tables from being altered: close it before. */
  closeSnapshots(): Promise<void>;
}

export async function dumpWorld(): Promise<DumpWorld> {
  const postgres = await aPostgres();
  const globex = await aDemoTenant({ postgres, tenant: "globex", putObject: aDemoStore().putObject });
  const snapshots: DatabaseSnapshot[] = [];
  const warnings: DumpWorld["warnings"] = [];
  const log: Log = {
    info: () => undefined,
    warn: (message, facts) => void warnings.push({ message, facts }),
    error: () => undefined,
  };
  return {
    postgres,
    globex,
    warnings,
    asSuperuser: (sql) => queryPostgres(postgres.url("globex"), sql),
    open: async ({ url, binDirectory = postgres.bin, binDirectories = [binDirectory], ...options } = {}) => {
      const tenantSecrets = url === undefined ? secretsOf(globex) : async () => ({ dumpUrl: url });
      const deps = { tenantSecrets, clock: systemClock(), log, binDirectories, ...options };
      const snapshot = await postgresDatabaseSource(deps).openSnapshot(aTenant({ tenantId: "globex" }));
      snapshots.push(snapshot);
      return snapshot;
    },
    closeSnapshots: async () => {
      for (const snapshot of snapshots.splice(0)) await snapshot.close();
    },
  };
}

/** A `pg_dump` of three lines that does what its name says. */
export const fakePgDump = (name: string): string => join(import.meta.dirname, "fake-pg-dump", name);

export const bytesOf = async (stream: AsyncIterable<Uint8Array>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(stream));
