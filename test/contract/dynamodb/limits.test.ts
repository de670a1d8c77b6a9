import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

const refused = { name: "ValidationException" };

const names = (count: number) => Array.from({ length: count }, (_, at) => `:v${at}`);

describe("limits", () => {
  let service: DynamoService;
  let TableName: string;
  beforeAll(async () => {
    service = await dynamoService();
    TableName = await service.createTable([
      {
        IndexName: "by-state",
        KeySchema: [{ AttributeName: "state", KeyType: "HASH" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
    ]);
  });
  afterAll(() => service.stop());

  const choose = (count: number) =>
    service.documents.send(
      new DeleteCommand({
        TableName,
        Key: { pk: "chosen", sk: "-" },
        ConditionExpression: `attribute_not_exists(pk) OR n IN (${names(count).join(", ")})`,
        ExpressionAttributeValues: Object.fromEntries(names(count).map((name, at) => [name, at])),
      }),
    );

  const setBy = (bytes: number) =>
    service.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "long", sk: "-" },
        UpdateExpression: `SET a = :v${" ".repeat(bytes - 10)}`,
        ExpressionAttributeValues: { ":v": 1 },
      }),
    );

  const put = (Item: object) => service.documents.send(new PutCommand({ TableName, Item: { sk: "-", ...Item } }));
  const exists = async (pk: string) =>
    (await service.documents.send(new GetCommand({ TableName, Key: { pk, sk: "-" } }))).Item !== undefined;

  // The names and the small values of the item are "pk", "full", "sk", "-", "a": 2 + 4 + 2 + 1 + 1 bytes.
  const textBytesMax = 400 * 1024 - 10;

  test("takes an item of 400 KB, and refuses a byte more", async () => {
    await put({ pk: "full", a: "x".repeat(textBytesMax) });
    await expect(put({ pk: "over", a: "x".repeat(textBytesMax + 1) })).rejects.toMatchObject(refused);
    expect(await exists("over")).toBe(false);
  });

  test("counts the bytes of a text, not its letters", async () => {
    await put({ pk: "full", a: "ü".repeat(textBytesMax / 2) });
    await expect(put({ pk: "over", a: "ü".repeat(textBytesMax / 2 + 1) })).rejects.toMatchObject(refused);
  });

  test("refuses an update that makes an item too large", async () => {
    await put({ pk: "grown", a: "x".repeat(300_000) });
    const grow = new UpdateCommand({
      TableName,
      Key: { pk: "grown", sk: "-" },
      UpdateExpression: "SET b = a",
    });
    await expect(service.documents.send(grow)).rejects.toMatchObject(refused);
  });

  test.each([
    ["an empty hash key", { pk: "" }],
    ["an empty range key", { pk: "a", sk: "" }],
    ["a key of another type", { pk: 5 }],
    ["a hash key of more than 2048 bytes", { pk: "x".repeat(2049) }],
    ["a range key of more than 1024 bytes", { pk: "a", sk: "x".repeat(1025) }],
    ["an empty index key", { pk: "a", state: "" }],
    ["an index key of another type", { pk: "a", state: 5 }],
  ])("refuses %s", async (_what, item) => {
    await expect(put(item)).rejects.toMatchObject(refused);
  });

  test("refuses an update that empties an index key", async () => {
    await put({ pk: "indexed", state: "ready", empty: "" });
    const empty = new UpdateCommand({
      TableName,
      Key: { pk: "indexed", sk: "-" },
      // By way of another attribute: the expression itself holds no empty value.
      UpdateExpression: "SET #state = #empty",
      ExpressionAttributeNames: { "#state": "state", "#empty": "empty" },
    });
    await expect(service.documents.send(empty)).rejects.toMatchObject(refused);
  });

  test("refuses an item without its whole key, and a key with more than that", async () => {
    await expect(service.documents.send(new PutCommand({ TableName, Item: { pk: "half" } }))).rejects.toMatchObject(
      refused,
    );
    const more = { pk: "a", sk: "-", other: 1 };
    await expect(service.documents.send(new DeleteCommand({ TableName, Key: more }))).rejects.toMatchObject(refused);
    await expect(service.documents.send(new GetCommand({ TableName, Key: { pk: "a" } }))).rejects.toMatchObject(
      refused,
    );
  });

  test("refuses numbers that are none or too exact", async () => {
    for (const N of ["", "one", "1".repeat(39), "1e126"]) {
      const Item = { pk: { S: "number" }, sk: { S: "-" }, n: { N } };
      await expect(service.client.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject(refused);
    }
  });

  test("refuses an empty set", async () => {
    const Item = { pk: { S: "set" }, sk: { S: "-" }, s: { SS: [] } };
    await expect(service.client.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject(refused);
  });

  test("takes empty texts, false and null outside of keys", async () => {
    const item = { pk: "empty", sk: "-", text: "", no: false, none: null, list: [], map: {} };
    await put(item);
    const { Item } = await service.documents.send(new GetCommand({ TableName, Key: { pk: "empty", sk: "-" } }));
    expect(Item).toEqual(item);
  });

  test("writes 25 items in a batch and reads 100, and refuses more", async () => {
    const puts = (count: number) => ({
      [TableName]: Array.from({ length: count }, (_, at) => ({ PutRequest: { Item: { pk: `batch-${at}`, sk: "-" } } })),
    });
    await service.documents.send(new BatchWriteCommand({ RequestItems: puts(25) }));
    await expect(service.documents.send(new BatchWriteCommand({ RequestItems: puts(26) }))).rejects.toMatchObject(
      refused,
    );
    const keys = (count: number) => ({
      [TableName]: { Keys: Array.from({ length: count }, (_, at) => ({ pk: `batch-${at}`, sk: "-" })) },
    });
    const { Responses } = await service.documents.send(new BatchGetCommand({ RequestItems: keys(100) }));
    expect(Responses?.[TableName]).toHaveLength(25);
    await expect(service.documents.send(new BatchGetCommand({ RequestItems: keys(101) }))).rejects.toMatchObject(
      refused,
    );
  });

  test("refuses one item twice in a batch, and writes none of it", async () => {
    const twice = [
      { PutRequest: { Item: { pk: "twice", sk: "-" } } },
      { DeleteRequest: { Key: { pk: "twice", sk: "-" } } },
    ];
    await expect(
      service.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: twice } })),
    ).rejects.toMatchObject(refused);
    const keys = {
      [TableName]: {
        Keys: [
          { pk: "twice", sk: "-" },
          { pk: "twice", sk: "-" },
        ],
      },
    };
    await expect(service.documents.send(new BatchGetCommand({ RequestItems: keys }))).rejects.toMatchObject(refused);
    expect(await exists("twice")).toBe(false);
  });

  test("takes expressions of 4 KB with 100 choices, and refuses more", async () => {
    await choose(100);
    await expect(choose(101)).rejects.toMatchObject(refused);
    await setBy(4096);
    await expect(setBy(4097)).rejects.toMatchObject(refused);
  });

  test("refuses tables that are not there", async () => {
    const missing = { name: "ResourceNotFoundException" };
    const Key = { pk: "a", sk: "-" };
    await expect(service.documents.send(new GetCommand({ TableName: "coffer-none", Key }))).rejects.toMatchObject(
      missing,
    );
    await expect(service.documents.send(new PutCommand({ TableName: "coffer-none", Item: Key }))).rejects.toMatchObject(
      missing,
    );
  });
});
