import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import type { RowKey } from "./keys.ts";
import { type Item, queryItems } from "./read-item.ts";

/** The sparse index, by `dueKind` and `dueAt`, over rows that something has to happen to. Whole rows, eventually consistent. */
const DUE_INDEX = "due";

/** At most `limit` rows of one kind that were due before `before` (milliseconds), the longest due first. */
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

/** The row is due again at `until` (milliseconds). One that is not due at `seen` any more stays as it is. */
export async function postponeDue(deps: DynamoDeps, key: RowKey, seen: number, until: number): Promise<void> {
  const command = new UpdateCommand({
    TableName: deps.table,
    Key: key,
    UpdateExpression: "SET dueAt = :until",
    ConditionExpression: "dueAt = :seen",
    ExpressionAttributeValues: { ":seen": seen, ":until": until },
  });
  await write(deps, () => conditional(() => deps.client.send(command)));
}

/** The row goes. One that is not due at `seen` any more stays as it is. */
export async function removeDue(deps: DynamoDeps, key: RowKey, seen: number): Promise<void> {
  const command = new DeleteCommand({
    TableName: deps.table,
    Key: key,
    ConditionExpression: "dueAt = :seen",
    ExpressionAttributeValues: { ":seen": seen },
  });
  await write(deps, () => conditional(() => deps.client.send(command)));
}
