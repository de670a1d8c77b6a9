import type { Tenant } from "../tenant/tenant.ts";

/** How much there is to back up, as the database knows it without counting its rows. */
export interface TenantSize {
  /** Of the database as it lies on disk, indexes and all: a dump is smaller. */
  readonly databaseBytes: number;
  /** About: what the server's statistics say. */
  readonly rows: number;
  /** Attachments that belong in a backup. */
  readonly attachments: { readonly count: number; readonly bytes: number };
}

/** Asked with the login `identity`. Throws `tenant-database-unavailable` or `tenant-database-unsupported`. */
export interface TenantSizes {
  look(tenant: Tenant): Promise<TenantSize>;
}
