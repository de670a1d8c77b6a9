import type { DynamoDeps } from "./dynamo-deps.ts";
import { type Item, queryItems } from "./read-item.ts";

/** The sparse index over rows that something has to happen to: `dueKind` and `dueAt`, all attributes. Eventually consistent. */
const DUE_INDEX = "due";

/** Rows of one kind that were due before `before` (milliseconds), the longest due first, at most `limit`. */
export async function queryDue(deps: DynamoDeps, dueKind: string, before: number, limit: number): Promise<Item[]> {
  const items: Item[] = [];
  if (limit <= 0) return items;
  const due = queryItems(deps, {
    IndexName: DUE_INDEX,
    KeyConditionExpression: "dueKind = :dueKind AND dueAt < :before",
    ExpressionAttributeValues: { ":dueKind": dueKind, ":before": before },
    Limit: limit,
  });
  for await (const item of due) {
    items.push(item);
    if (items.length === limit) break;
  }
  return items;
}
