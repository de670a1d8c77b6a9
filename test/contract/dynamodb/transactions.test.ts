import { randomUUID } from "node:crypto";
import { TransactionCanceledException } from "@aws-sdk/client-dynamodb";
import {
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

type Items = NonNullable<TransactWriteCommandInput["TransactItems"]>;

async function reasonsOf(outcome: Promise<unknown>) {
  const error: unknown = await outcome.catch((caught: unknown) => caught);
  if (!(error instanceof TransactionCanceledException)) throw error;
  return error.CancellationReasons ?? [];
}

describe("transactions", () => {
  let service: DynamoService;
  let TableName: string;
  beforeAll(async () => {
    service = await dynamoService();
    TableName = await service.createTable();
  });
  afterAll(() => service.stop());

  const change = (at: number, amount: number, condition?: string) => ({
    Update: {
      TableName,
      Key: { pk: `account-${at}`, sk: "-" },
      UpdateExpression: "SET n = n + :amount",
      ExpressionAttributeValues: { ":amount": amount, ...(condition ? { ":least": -amount } : {}) },
      ...(condition ? { ConditionExpression: condition } : {}),
    },
  });
  const transact = (TransactItems: Items, ClientRequestToken?: string) =>
    service.documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken }));
  const many = (count: number) => Array.from({ length: count }, (_, at) => put({ pk: `many-${count}-${at}` }));
  const get = (pk: string) => ({ Get: { TableName, Key: { pk, sk: "-" } } });
  const put = (item: object) => ({ Put: { TableName, Item: { sk: "-", ...item } } });
  const read = async (pk: string) =>
    (await service.documents.send(new GetCommand({ TableName, Key: { pk, sk: "-" }, ConsistentRead: true }))).Item;

  test("writes every item of a transaction", async () => {
    await service.documents.send(new PutCommand({ TableName, Item: { pk: "all-gone", sk: "-" } }));
    await transact([
      put({ pk: "all-put", n: 1 }),
      {
        Update: {
          TableName,
          Key: { pk: "all-updated", sk: "-" },
          UpdateExpression: "SET n = :n",
          ExpressionAttributeValues: { ":n": 2 },
        },
      },
      { Delete: { TableName, Key: { pk: "all-gone", sk: "-" } } },
      {
        ConditionCheck: {
          TableName,
          Key: { pk: "all-absent", sk: "-" },
          ConditionExpression: "attribute_not_exists(pk)",
        },
      },
    ]);
    expect(await read("all-put")).toEqual({ pk: "all-put", sk: "-", n: 1 });
    expect(await read("all-updated")).toEqual({ pk: "all-updated", sk: "-", n: 2 });
    expect(await read("all-gone")).toBeUndefined();
    expect(await read("all-absent")).toBeUndefined();
  });

  test("a cancelled transaction leaves nothing, and says which item was the reason", async () => {
    await service.documents.send(new PutCommand({ TableName, Item: { pk: "taken", sk: "-", owner: "acme" } }));
    const reasons = await reasonsOf(
      transact([
        put({ pk: "cancelled-1" }),
        {
          Put: {
            TableName,
            Item: { pk: "taken", sk: "-", owner: "globex" },
            ConditionExpression: "attribute_not_exists(pk)",
            ReturnValuesOnConditionCheckFailure: "ALL_OLD",
          },
        },
        put({ pk: "cancelled-2" }),
      ]),
    );
    expect(reasons.map((reason) => reason.Code)).toEqual(["None", "ConditionalCheckFailed", "None"]);
    // In wire form: the document client translates answers, not errors.
    expect(reasons[1]?.Item).toEqual({ pk: { S: "taken" }, sk: { S: "-" }, owner: { S: "acme" } });
    expect(await read("cancelled-1")).toBeUndefined();
    expect(await read("cancelled-2")).toBeUndefined();
    expect(await read("taken")).toMatchObject({ owner: "acme" });
  });

  test("keeps the old item to itself unless it is asked for", async () => {
    await service.documents.send(new PutCommand({ TableName, Item: { pk: "quiet", sk: "-" } }));
    const key = { pk: "quiet", sk: "-" };
    const reasons = await reasonsOf(
      transact([{ ConditionCheck: { TableName, Key: key, ConditionExpression: "attribute_not_exists(pk)" } }]),
    );
    expect(reasons[0]?.Code).toBe("ConditionalCheckFailed");
    expect(reasons[0]?.Item).toBeUndefined();
  });

  test("carries out a repeated client request token once", async () => {
    const token = randomUUID();
    await service.documents.send(new PutCommand({ TableName, Item: { pk: "counter", sk: "-", n: 0 } }));
    const add = (n: number): Items => [
      {
        Update: {
          TableName,
          Key: { pk: "counter", sk: "-" },
          UpdateExpression: "ADD n :n",
          ExpressionAttributeValues: { ":n": n },
        },
      },
    ];
    await transact(add(1), token);
    await transact(add(1), token);
    expect(await read("counter")).toMatchObject({ n: 1 });
    await expect(transact(add(2), token)).rejects.toMatchObject({ name: "IdempotentParameterMismatchException" });
    expect(await read("counter")).toMatchObject({ n: 1 });
  });

  test("tries a token again whose transaction was cancelled", async () => {
    const token = randomUUID();
    const items: Items = [
      put({ pk: "second-try" }),
      {
        ConditionCheck: {
          TableName,
          Key: { pk: "allowed", sk: "-" },
          ConditionExpression: "attribute_exists(pk)",
        },
      },
    ];
    expect((await reasonsOf(transact(items, token))).map((reason) => reason.Code)).toContain("ConditionalCheckFailed");
    await service.documents.send(new PutCommand({ TableName, Item: { pk: "allowed", sk: "-" } }));
    await transact(items, token);
    expect(await read("second-try")).toBeDefined();
  });

  test("takes 100 items and refuses 101", async () => {
    await transact(many(100));
    expect(await read("many-100-99")).toBeDefined();
    await expect(transact(many(101))).rejects.toMatchObject({ name: "ValidationException" });
    expect(await read("many-101-0")).toBeUndefined();
  });

  test("refuses two actions on one item", async () => {
    const twice: Items = [
      put({ pk: "twice" }),
      { ConditionCheck: { TableName, Key: { pk: "twice", sk: "-" }, ConditionExpression: "attribute_exists(pk)" } },
    ];
    await expect(transact(twice)).rejects.toMatchObject({ name: "ValidationException" });
    expect(await read("twice")).toBeUndefined();
  });

  test("refuses more than 4 MB together", async () => {
    const big = Array.from({ length: 12 }, (_, at) => put({ pk: `big-${at}`, text: "x".repeat(380_000) }));
    const error: unknown = await transact(big).catch((caught: unknown) => caught);
    expect(["ValidationException", "TransactionCanceledException"]).toContain(error instanceof Error && error.name);
    expect(await read("big-0")).toBeUndefined();
    await transact(big.slice(0, 10));
    expect(await read("big-9")).toBeDefined();
  });

  test("refuses an item over 400 KB and writes none of the others", async () => {
    const items = [put({ pk: "beside-huge" }), put({ pk: "huge", text: "x".repeat(410_000) })];
    const error: unknown = await transact(items).catch((caught: unknown) => caught);
    expect(["ValidationException", "TransactionCanceledException"]).toContain(error instanceof Error && error.name);
    expect(await read("beside-huge")).toBeUndefined();
  });

  test("refuses an empty transaction, and one on a table that is not there", async () => {
    await expect(transact([])).rejects.toMatchObject({ name: "ValidationException" });
    await expect(transact([{ Put: { TableName: "coffer-none", Item: { pk: "a", sk: "-" } } }])).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("reads several items as of one moment, in the order asked for", async () => {
    await transact([put({ pk: "pair-a", n: 1 }), put({ pk: "pair-b", n: 2 })]);
    const read = new TransactGetCommand({ TransactItems: [get("pair-b"), get("pair-none"), get("pair-a")] });
    const { Responses = [] } = await service.documents.send(read);
    expect(Responses.map((response) => response.Item?.["n"])).toEqual([2, undefined, 1]);
    const twice = new TransactGetCommand({ TransactItems: [get("pair-a"), get("pair-a")] });
    await expect(service.documents.send(twice)).rejects.toMatchObject({ name: "ValidationException" });
  });

  test("1,200 concurrent transfers keep the exact total", { timeout: 40_000 }, async () => {
    const accounts = 20;
    await transact(Array.from({ length: accounts }, (_, at) => put({ pk: `account-${at}`, n: 50 })));
    /** Retried while others are in the way, which only real concurrency at AWS brings about. */
    const transfer = async (from: number, to: number, amount: number): Promise<"moved" | "refused"> => {
      for (;;) {
        const outcome = await transact([change(from, -amount, "n >= :least"), change(to, amount)]).catch(
          (error: unknown) => error,
        );
        if (!(outcome instanceof Error)) return "moved";
        const codes = (await reasonsOf(Promise.reject(outcome))).map((reason) => reason.Code);
        if (codes.includes("ConditionalCheckFailed")) return "refused";
      }
    };
    const transfers = Array.from({ length: 1200 }, (_, at) =>
      transfer(
        at % accounts,
        (at * 7 + 3) % accounts === at % accounts ? (at + 1) % accounts : (at * 7 + 3) % accounts,
        1 + (at % 30),
      ),
    );
    const outcomes = await Promise.all(transfers);
    expect(outcomes).toContain("moved");
    expect(outcomes).toContain("refused");
    const stored = await Promise.all(Array.from({ length: accounts }, (_, at) => read(`account-${at}`)));
    const balances = stored.map((item) => Number(item?.["n"]));
    expect(balances.reduce((sum, balance) => sum + balance, 0)).toBe(accounts * 50);
    expect(Math.min(...balances)).toBeGreaterThanOrEqual(0);
  });
});
