import type { ClientBase } from "pg";

export type Row = Readonly<Record<string, unknown>>;

const rowsPerStatement = 1000;

/** Inserts rows that all have the columns of the first one; columns not named keep their defaults. Rows travel as JSON. */
export async function insertRows(client: ClientBase, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
    .map((name) => client.escapeIdentifier(name))
    .join(", ");
  const target = client.escapeIdentifier(table);
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    await client.query(
      `insert into ${target} (${columns}) select ${columns} from json_populate_recordset(null::${target}, $1)`,
      [JSON.stringify(rows.slice(start, start + rowsPerStatement))],
    );
  }
}
