import { GetCommand, QueryCommand, type QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import { read } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import type { RowKey } from "./keys.ts";

export type Item = Readonly<Record<string, unknown>>;

/** The table's limits on keys; what is longer cannot be there, and asking for it is an error. */
const PK_BYTES_MAX = 2048;
const SK_BYTES_MAX = 1024;

/** Strongly consistent. */
export async function readItem(deps: DynamoDeps, key: RowKey): Promise<Item | undefined> {
  if (Buffer.byteLength(key.pk) > PK_BYTES_MAX || Buffer.byteLength(key.sk) > SK_BYTES_MAX) return undefined;
  const command = new GetCommand({ TableName: deps.table, Key: key, ConsistentRead: true });
  const { Item: item } = await read(deps, () => deps.client.send(command));
  return item;
}

/** Every item of a query, page by page; a page is asked for when the one before it is used up. */
export async function* queryItems(deps: DynamoDeps, query: Omit<QueryCommandInput, "TableName">): AsyncGenerator<Item> {
  let from = query.ExclusiveStartKey;
  do {
    const command = new QueryCommand({ TableName: deps.table, ...query, ExclusiveStartKey: from });
    const page = await read(deps, () => deps.client.send(command));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
