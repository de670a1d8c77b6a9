import { Client, escapeIdentifier } from "pg";

/** Rows by table of a database's public schema. */
export type RowCounts = ReadonlyMap<string, number>;

export async function countRows(url: string): Promise<RowCounts> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
    );
    const counts = new Map<string, number>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ count: string }>(`select count(*) from public.${escapeIdentifier(name)}`);
      counts.set(name, Number(rows[0]?.count));
    }
    return counts;
  } finally {
    await client.end();
  }
}

/** Tables that are not in both, or not with as many rows: a line for each. */
export function differencesOf(source: RowCounts, restored: RowCounts): string[] {
  return [...new Set([...source.keys(), ...restored.keys()])]
    .filter((name) => source.get(name) !== restored.get(name))
    .map(
      (name) =>
        `${name}: ${source.get(name) ?? "no table"} in the source, ${restored.get(name) ?? "no table"} restored`,
    );
}

export const sumOf = (counts: RowCounts): number => [...counts.values()].reduce((sum, count) => sum + count, 0);
