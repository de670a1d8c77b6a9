import type { Tenant } from "../tenant/tenant.ts";

/**
 * One consistent look at a tenant's database: everything asked of it, and the dump, see the same snapshot. Close it.
 * Throws `tenant-database-unavailable`, `tenant-database-unsupported`, `dump-client-outdated`, `dump-failed`.
 */
export interface DatabaseSnapshot {
  readonly takenAt: number;
  /** e.g. `15.18`. */
  readonly serverVersion: string;
  readonly dumpProgramVersion: string;
  /** Of the database as it lies on disk, indexes and all. */
  readonly databaseBytes: number;
  /** Newest of OpenProject's migrations, if the table is there. */
  readonly schemaVersion?: string;
  /** Exact number of rows by `schema.table`, of every ordinary table. An abort ends it at once, and the snapshot with it. */
  rowCounts(signal: AbortSignal): Promise<ReadonlyMap<string, number>>;
  /** Attachments that belong in a backup, ordered by id. */
  attachments(): AsyncIterable<AttachmentRecord>;
  /** Bytes of `pg_dump` in custom format. Rejects with `dump-failed` unless the program ended well. */
  dump(signal: AbortSignal): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** What OpenProject recorded of an attachment. */
export interface AttachmentRecord {
  readonly id: number;
  /** Name of the stored file, as the uploader keeps it. */
  readonly file: string;
  readonly bytes: number;
  /** Hex MD5; empty when OpenProject has none. */
  readonly md5: string;
}

export interface DatabaseSource {
  openSnapshot(tenant: Tenant): Promise<DatabaseSnapshot>;
}
