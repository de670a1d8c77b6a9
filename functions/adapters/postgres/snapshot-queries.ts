import type { TenantSchema, WantedColumns } from "./tenant-schema.ts";

export const REQUIRED_ATTACHMENT_COLUMNS: WantedColumns = {
  attachments: ["id", "container_type", "filesize", "file"],
};

export const OPTIONAL_ATTACHMENT_COLUMNS: WantedColumns = {
  attachments: ["status", "digest", "filename"],
  schema_migrations: ["version"],
};

/**
 * Bytes of the database, and about how many rows it has: as counted by the last analysis, or by the server's own counters
 * for a table that was never analysed.
 */
export const DATABASE_SIZE = `
  SELECT pg_database_size(current_database())::text AS bytes,
         coalesce(sum(CASE WHEN t.reltuples < 0 THEN pg_stat_get_live_tuples(t.oid) ELSE t.reltuples END), 0)::bigint::text AS rows
    FROM pg_catalog.pg_class t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
   WHERE t.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`;

/** OpenProject's number for an attachment whose upload was prepared and never finished. */
const PREPARED = 1;

/** Attachments that something owns; those of `Export` are earlier results of OpenProject's own exports. */
const belongsInBackup = (schema: TenantSchema): string =>
  `${schema.has("attachments", "status") ? `a.status <> ${PREPARED}` : "true"}
       AND a.container_type IS NOT NULL AND a.container_type <> 'Export'`;

/** How many they are, and how large together. */
export const attachmentsSum = (schema: TenantSchema): string => `
    SELECT count(*)::text AS count, coalesce(sum(a.filesize), 0)::text AS bytes
      FROM public.attachments a
     WHERE ${belongsInBackup(schema)}`;

export function attachmentsQuery(schema: TenantSchema): string {
  const name = schema.has("attachments", "filename")
    ? "coalesce(nullif(a.file, ''), a.filename, '')"
    : "coalesce(a.file, '')";
  const digest = schema.has("attachments", "digest") ? "coalesce(a.digest, '')" : "''";
  return `
    SELECT a.id::text AS id, ${name} AS file, coalesce(a.filesize, 0)::text AS bytes, ${digest} AS md5
      FROM public.attachments a
     WHERE ${belongsInBackup(schema)}
     ORDER BY a.id`;
}

/**
 * Ordinary tables that a dump carries the rows of: none of the system's, no temporary ones, none that an extension
 * brought along. `name` is quoted for use in a statement.
 */
export const ORDINARY_TABLES = `
  SELECT n.nspname AS schema_name, t.relname AS table_name, format('%I.%I', n.nspname, t.relname) AS name
    FROM pg_catalog.pg_class t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
   WHERE t.relkind = 'r' AND t.relpersistence <> 't'
     AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
     AND NOT EXISTS (
       SELECT 1 FROM pg_catalog.pg_depend d
        WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = t.oid AND d.deptype = 'e')
   ORDER BY 1, 2`;

/** Schemas that hold an installation: more than one means that tenants share the database. */
export const INSTALLATIONS = `
  SELECT n.nspname AS schema_name
    FROM pg_catalog.pg_class t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
   WHERE t.relkind = 'r' AND t.relname IN ('users', 'attachments', 'user_passwords')
   GROUP BY n.nspname HAVING count(*) = 3
   ORDER BY 1`;
