import type { DynamoDBRecord } from "aws-lambda";
import { create } from "dynalite/db/index.js";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createChangeFeed } from "../../../infra/local/dynamo/change-feed.ts";
import { createTable } from "../../../infra/local/dynamo/table-calls.ts";
import { createTurns } from "../../../infra/local/dynamo/turns.ts";
import { writeCalls } from "../../../infra/local/dynamo/write-calls.ts";

const TableName = "staged";

const transaction = (token: string) => ({
  ClientRequestToken: token,
  TransactItems: ["a", "b"].map((pk) => ({
    Put: { TableName, Item: { pk: { S: pk }, state: { S: token } } },
  })),
});

/** A kill can fall between two writes to the database: that there is but one is what makes a call whole. */
describe("a write on its way to the database", () => {
  const store = create({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  const feed = createChangeFeed(store, Date.now);
  const writes = writeCalls(store, createTurns(), feed, Date.now);
  const records: DynamoDBRecord[] = [];
  beforeAll(async () => {
    await store.db.open();
    await createTable(store, {
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "state"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-state",
          KeySchema: [{ AttributeName: "state", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_IMAGE" },
    });
    feed.subscribe(TableName, (record) => records.push(record));
  });
  afterAll(() => store.db.close());

  test("is one batch: items, index entries and token together", async () => {
    const batch = vi.spyOn(store.db, "batch");
    const others = [vi.spyOn(store.db, "put"), vi.spyOn(store.db, "del")];
    await writes.transactWrite(transaction("first"));
    expect(batch).toHaveBeenCalledTimes(1);
    const prefixes = batch.mock.calls[0]?.[0].map(({ key }) => key.split("~")[0]).sort();
    expect(prefixes).toEqual(["index-global", "index-global", "item-staged", "item-staged", "token"]);
    for (const other of others) expect(other).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  test("is told to nobody, and can be repeated, when the database does not take it", async () => {
    records.length = 0;
    vi.spyOn(store.db, "batch").mockRejectedValueOnce(new Error("disk full"));
    await expect(writes.transactWrite(transaction("second"))).rejects.toThrow("disk full");
    expect(records).toEqual([]);
    await writes.transactWrite(transaction("second"));
    expect(records.map((record) => record.dynamodb?.NewImage?.["state"]?.S)).toEqual(["second", "second"]);
  });
});
