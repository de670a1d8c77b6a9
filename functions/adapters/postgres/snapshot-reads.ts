import { Failure, isFailure } from "../../domain/failure.ts";
import type { AttachmentRecord } from "../../domain/source/database-source.ts";
import { attachmentsQuery, ORDINARY_TABLES } from "./snapshot-queries.ts";
import type { Query, TenantSchema } from "./tenant-schema.ts";

/** Rows fetched at once: a few hundred KiB. */
const FETCH_ROWS = 2_000;

/**
 * Exact counts, one table after the other: a snapshot's connection does one thing at a time. Throws `dump-failed` where a
 * table may not be read, as the dump beside it does.
 */
export async function rowCounts(query: Query): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const table of await query(ORDINARY_TABLES)) {
    const [row] = await query(`SELECT count(*)::text AS rows FROM ONLY ${String(table["name"])}`).catch(failDump);
    counts.set(`${String(table["schema_name"])}.${String(table["table_name"])}`, Number(row?.["rows"]));
  }
  return counts;
}

function failDump(error: unknown): never {
  throw isFailure(error, "tenant-database-unsupported") ? new Failure("dump-failed", error.details, error) : error;
}

let cursors = 0;

/** By a cursor of its own, so that a million rows need no more memory than a few thousand. */
export async function* attachmentRecords(query: Query, schema: TenantSchema): AsyncGenerator<AttachmentRecord, void> {
  cursors += 1;
  const cursor = `attachments_${cursors}`;
  await query(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${attachmentsQuery(schema)}`);
  let isOpen = true;
  try {
    for (;;) {
      const rows = await query(`FETCH ${FETCH_ROWS} FROM ${cursor}`);
      for (const row of rows) {
        yield {
          id: Number(row["id"]),
          file: String(row["file"]),
          bytes: Number(row["bytes"]),
          md5: String(row["md5"]),
        };
      }
      if (rows.length < FETCH_ROWS) return;
    }
  } catch (error) {
    // The transaction is over, and would say no more of it than that.
    isOpen = false;
    throw error;
  } finally {
    if (isOpen) await query(`CLOSE ${cursor}`);
  }
}
