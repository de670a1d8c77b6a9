import type { Store, Table } from "dynalite/db/index.js";
import { dynamoError } from "./dynamo-error.ts";
import { promised } from "./staged-writes.ts";

/** Where dynalite keeps its table records. */
export const tableKey = (name: string): string => `table~${name}`;

/** @throws DynamoError ResourceNotFoundException */
export async function tableOf(store: Store, name: string): Promise<Table> {
  const table = await promised<Table>((callback) => store.getTable(name, callback));
  if (!table) throw dynamoError("ResourceNotFoundException", "Requested resource not found");
  return table;
}

export async function allTables(store: Store): Promise<Table[]> {
  const tables: Table[] = [];
  for await (const [, value] of store.db.iterator({ gte: "table~", lt: "table~~" })) {
    if (isTable(value)) tables.push(value);
  }
  return tables;
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && "TableStatus" in value;
}
