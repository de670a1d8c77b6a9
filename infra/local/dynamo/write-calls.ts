import type { Store } from "dynalite/db/index.js";
import batchWriteChecks from "dynalite/validations/batchWriteItem.js";
import type { ChangeFeed } from "./change-feed.ts";
import { checkCall } from "./check-call.ts";
import { validationError } from "./dynamo-error.ts";
import { stageWrites } from "./staged-writes.ts";
import { allTables, tableOf } from "./tables.ts";
import { expiredItems } from "./time-to-live.ts";
import { applyTransaction, endedTokens, parseTransaction } from "./transact-write.ts";
import type { Turns } from "./turns.ts";
import { applyWrite, itemNameOf, parseWrite, type WriteKind } from "./write-item.ts";

type Parameters = Record<string, unknown>;

/** Every kind of write, each in a turn of its own: checked, stored as one batch, then told to the change feed. */
export interface WriteCalls {
  write(kind: WriteKind, parameters: Parameters): Promise<object>;
  batchWrite(parameters: Parameters): Promise<object>;
  transactWrite(parameters: Parameters): Promise<object>;
  /** Removes every item whose time to live is over, and forgets the client request tokens that are. */
  expire(): Promise<void>;
}

export function writeCalls(store: Store, turns: Turns, feed: ChangeFeed, now: () => number): WriteCalls {
  return {
    write(kind, parameters) {
      const write = parseWrite(kind, parameters, store);
      return turns(async () => {
        const staged = stageWrites(store);
        const answer = await applyWrite(write, staged);
        await staged.commit();
        await feed.publish(staged.changes());
        return answer;
      });
    },
    batchWrite(parameters) {
      checkCall(parameters, batchWriteChecks, store);
      const writes = batchRequests(parameters).map(([kind, request]) => parseWrite(kind, request, store));
      return turns(async () => {
        const staged = stageWrites(store);
        const seen = new Set<string>();
        for (const write of writes) {
          const { tableName, key } = itemNameOf(write, await tableOf(store, write.data.TableName));
          if (seen.has(`${tableName}~${key}`)) throw validationError("Provided list of item keys contains duplicates");
          seen.add(`${tableName}~${key}`);
          await applyWrite(write, staged);
        }
        await staged.commit();
        await feed.publish(staged.changes());
        return { UnprocessedItems: {} };
      });
    },
    transactWrite(parameters) {
      const transaction = parseTransaction(parameters, store);
      return turns(async () => {
        const staged = stageWrites(store);
        const also = await applyTransaction(transaction, staged, now());
        if (also) {
          await staged.commit(...also);
          await feed.publish(staged.changes());
        }
        return {};
      });
    },
    expire: () =>
      turns(async () => {
        for (const table of await allTables(store)) {
          const staged = stageWrites(store);
          for (const write of await expiredItems(store, table, now())) await applyWrite(write, staged);
          await staged.commit();
          await feed.publish(staged.changes(), true);
        }
        await store.db.batch(await endedTokens(store, now()));
      }),
  };
}

function batchRequests(parameters: Parameters): [WriteKind, object][] {
  const tables = Object.entries(parameters["RequestItems"] ?? {});
  return tables.flatMap(([TableName, requests]) =>
    (Array.isArray(requests) ? requests : []).map((request): [WriteKind, object] =>
      request.PutRequest
        ? ["put", { TableName, Item: request.PutRequest.Item }]
        : ["delete", { TableName, Key: request.DeleteRequest?.Key }],
    ),
  );
}
