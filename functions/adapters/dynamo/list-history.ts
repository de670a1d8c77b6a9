import type { QueryCommandInput } from "@aws-sdk/lib-dynamodb";
import type { Backup } from "../../domain/backup/backup.ts";
import type { HistoryPage, HistoryWish } from "../../domain/history/backup-history.ts";
import { decodeBackup } from "./backup-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { backupKey, HISTORY_PREFIX, historyKey } from "./keys.ts";
import { type Item, queryItems, readItem } from "./read-item.ts";

/** Records looked at for one page, at most: a page of a rare state may be short, and goes on in the next. */
const LOOKED_AT_MAX = 200;
/** Records read at the same time. */
const AT_ONCE = 25;

/** What follows `HISTORY_PREFIX` in a key: time and id. */
const CURSOR = /^\d{14}#[\w-]{1,64}$/u;

/** Walks the rows of the history from the newest on, and reads the record of each; its state is nowhere else. */
export async function listHistory(deps: DynamoDeps, wish: HistoryWish): Promise<HistoryPage> {
  const backups: Backup[] = [];
  let lookedAt = 0;
  let last: string | undefined;
  for await (const rows of inChunks(queryItems(deps, rowsOf(wish)), Math.min(AT_ONCE, wish.pageSize + 1))) {
    const records = await Promise.all(rows.map((row) => recordOf(deps, wish.tenantId, row)));
    for (const [index, backup] of records.entries()) {
      const isFull = backups.length === wish.pageSize || lookedAt === LOOKED_AT_MAX;
      if (isFull && last !== undefined) return { backups, next: last };
      lookedAt += 1;
      last = String(rows[index]?.["sk"]).slice(HISTORY_PREFIX.length);
      if (backup && wish.states.includes(backup.state)) backups.push(backup);
    }
  }
  return { backups };
}

function rowsOf({ tenantId, requestedBy, after }: HistoryWish): Omit<QueryCommandInput, "TableName"> {
  const { pk } = historyKey(tenantId, 0, "");
  const from = after !== undefined && CURSOR.test(after) ? { pk, sk: HISTORY_PREFIX + after } : undefined;
  return {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ...(requestedBy === undefined ? {} : { FilterExpression: "userId = :userId" }),
    ExpressionAttributeValues: {
      ":pk": pk,
      ":prefix": HISTORY_PREFIX,
      ...(requestedBy === undefined ? {} : { ":userId": requestedBy }),
    },
    ExclusiveStartKey: from,
    ScanIndexForward: false,
    Limit: LOOKED_AT_MAX,
    ConsistentRead: true,
  };
}

async function recordOf(deps: DynamoDeps, tenantId: string, row: Item): Promise<Backup | undefined> {
  const item = await readItem(deps, backupKey(tenantId, String(row["backupId"])));
  return item && decodeBackup(item);
}

async function* inChunks(items: AsyncIterable<Item>, size: number): AsyncGenerator<readonly Item[]> {
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < size) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
