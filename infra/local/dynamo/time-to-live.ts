import type { Store, Table } from "dynalite/db/index.js";
import type { Item } from "./attribute-value.ts";
import { validationError } from "./dynamo-error.ts";
import { tableKey, tableOf } from "./tables.ts";
import { parseWrite, type Write } from "./write-item.ts";

/** AWS leaves items alone whose time lies further back than five years. */
const agesMs = 5 * 365 * 86_400_000;

export async function updateTimeToLive(store: Store, parameters: Record<string, unknown>): Promise<object> {
  const table = await tableOf(store, String(parameters["TableName"]));
  const wish = parameters["TimeToLiveSpecification"];
  if (!isSpecification(wish)) throw validationError("TimeToLiveSpecification must name an attribute");
  if (wish.Enabled === (attributeOf(table) !== undefined)) {
    throw validationError(`TimeToLive is already ${wish.Enabled ? "enabled" : "disabled"}`);
  }
  await store.db.put(tableKey(table.TableName), { ...table, TimeToLive: wish });
  return { TimeToLiveSpecification: wish };
}

export async function describeTimeToLive(store: Store, parameters: Record<string, unknown>): Promise<object> {
  const name = attributeOf(await tableOf(store, String(parameters["TableName"])));
  const description = name === undefined ? { TimeToLiveStatus: "DISABLED" } : { TimeToLiveStatus: "ENABLED" };
  return { TimeToLiveDescription: name === undefined ? description : { ...description, AttributeName: name } };
}

/** The deletes that time to live asks for in a table now. Carried out like any other, in one turn with this look. */
export async function expiredItems(store: Store, table: Table, nowMs: number): Promise<Write[]> {
  const attribute = attributeOf(table);
  if (attribute === undefined) return [];
  const writes: Write[] = [];
  const prefix = `item-${table.TableName}~`;
  for await (const [, item] of store.db.iterator({ gte: prefix, lt: `${prefix}~` })) {
    if (!isItem(item)) continue;
    const untilMs = Number(item[attribute]?.N) * 1000;
    if (!(untilMs < nowMs && untilMs > nowMs - agesMs)) continue;
    const Key = Object.fromEntries(table.KeySchema.map((key) => [key.AttributeName, item[key.AttributeName]]));
    writes.push(parseWrite("delete", { TableName: table.TableName, Key }, store));
  }
  return writes;
}

function attributeOf(table: Table): string | undefined {
  const kept = table["TimeToLive"];
  return isSpecification(kept) && kept.Enabled ? kept.AttributeName : undefined;
}

function isSpecification(value: unknown): value is { Enabled: boolean; AttributeName: string } {
  if (typeof value !== "object" || value === null) return false;
  return "Enabled" in value && "AttributeName" in value && typeof value.AttributeName === "string";
}

function isItem(value: unknown): value is Item {
  return typeof value === "object" && value !== null;
}
