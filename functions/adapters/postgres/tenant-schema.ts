import { Failure } from "../../domain/failure.ts";

/** Rows of one parameterised statement. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** Columns that Coffer reads, by table; the tables stand in the schema `public`. */
export type WantedColumns = Readonly<Record<string, readonly string[]>>;

/** Which of the wanted columns are there. */
export interface TenantSchema {
  has(table: string, column?: string): boolean;
}

/**
 * From the catalogue itself and not from `information_schema`, which hides what the login may not read: a table of second
 * factors without its grant would look like none, and nobody would be asked for a code.
 */
const COLUMNS = `
  SELECT t.relname AS table_name, c.attname AS column_name, has_column_privilege(t.oid, c.attnum, 'SELECT') AS is_readable
    FROM pg_catalog.pg_class t
    JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
    JOIN pg_catalog.pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 AND NOT c.attisdropped
   WHERE n.nspname = 'public' AND t.relkind IN ('r', 'p', 'v') AND t.relname = ANY($1)`;

/**
 * Looks up which of `required` and `optional` exist. Throws `tenant-database-unsupported` with `missing` for the first
 * required column that is not there, and for any wanted one that is there and may not be read. Optional columns of a
 * table that is there at all are optional one by one.
 */
export async function readTenantSchema(
  query: Query,
  required: WantedColumns,
  optional: WantedColumns = {},
): Promise<TenantSchema> {
  const readable = await readableColumns(query, required, optional);
  for (const name of namesOf(required)) {
    if (!readable.has(name)) throw new Failure("tenant-database-unsupported", { missing: name });
  }
  for (const name of [...namesOf(required), ...namesOf(optional)]) {
    if (readable.get(name) === false) {
      throw new Failure("tenant-database-unsupported", { missing: name, reason: "the login may not read it" });
    }
  }
  const found = [...readable.keys()];
  return {
    has: (table, column) =>
      column === undefined ? found.some((name) => name.startsWith(`${table}.`)) : readable.has(`${table}.${column}`),
  };
}

/** Names of the required columns that are not there, and of any wanted one that is there and may not be read. */
export async function unreadableColumns(
  query: Query,
  required: WantedColumns,
  optional: WantedColumns,
): Promise<readonly string[]> {
  const readable = await readableColumns(query, required, optional);
  return [
    ...namesOf(required).filter((name) => readable.get(name) !== true),
    ...namesOf(optional).filter((name) => readable.get(name) === false),
  ];
}

/** Of each column of the wanted tables that is there: may it be read. */
async function readableColumns(
  query: Query,
  required: WantedColumns,
  optional: WantedColumns,
): Promise<ReadonlyMap<string, boolean>> {
  const tables = [...new Set([...Object.keys(required), ...Object.keys(optional)])];
  const readable = new Map<string, boolean>();
  for (const row of await query(COLUMNS, [tables])) {
    readable.set(`${String(row["table_name"])}.${String(row["column_name"])}`, row["is_readable"] === true);
  }
  return readable;
}

const namesOf = (wanted: WantedColumns): readonly string[] =>
  Object.entries(wanted).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));
