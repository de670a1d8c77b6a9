import { CreateTableCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import {
  BatchWriteCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { DynamoDBRecord } from "aws-lambda";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService, otherDynamoEndpoint } from "../../support/dynamo-service.ts";

const key = (pk: string) => ({ pk, sk: "-" });
const seconds = (ms: number) => Math.floor(ms / 1000);

/** At AWS streams are read by Lambda: here they are read at their local source. */
describe.runIf(otherDynamoEndpoint === undefined)("streams and time to live", () => {
  let service: DynamoService;
  let TableName: string;
  let records: DynamoDBRecord[];
  let stopListening: (() => void) | undefined;
  let nowMs = Date.UTC(2026, 0, 1);
  beforeAll(async () => {
    service = await dynamoService({ now: () => nowMs });
    TableName = await service.createTable();
    await service.client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      }),
    );
  });
  beforeEach(() => {
    stopListening?.();
    const taken: DynamoDBRecord[] = [];
    records = taken;
    stopListening = service.local?.onChange(TableName, (record) => taken.push(record));
  });
  afterAll(() => service.stop());

  const put = (Item: object) => service.documents.send(new PutCommand({ TableName, Item: { sk: "-", ...Item } }));
  const remove = (pk: string) => service.documents.send(new DeleteCommand({ TableName, Key: { pk, sk: "-" } }));
  const names = () => records.map((record) => record.eventName);
  const pks = () => records.map((record) => record.dynamodb?.Keys?.["pk"]?.S);

  test("tells what was inserted, modified and removed, with the images before and after", async () => {
    await put({ pk: "a", n: 1, bytes: Buffer.from("x") });
    await put({ pk: "a", n: 2 });
    await remove("a");
    const keys = { pk: { S: "a" }, sk: { S: "-" } };
    const first = { ...keys, n: { N: "1" }, bytes: { B: "eA==" } };
    const second = { ...keys, n: { N: "2" } };
    expect(names()).toEqual(["INSERT", "MODIFY", "REMOVE"]);
    expect(records.map((record) => record.dynamodb?.Keys)).toEqual([keys, keys, keys]);
    expect(records.map((record) => record.dynamodb?.OldImage)).toEqual([undefined, first, second]);
    expect(records.map((record) => record.dynamodb?.NewImage)).toEqual([first, second, undefined]);
    expect(records[0]).toMatchObject({
      eventSource: "aws:dynamodb",
      eventSourceARN: expect.stringContaining(`table/${TableName}/stream/`),
      awsRegion: "eu-central-1",
      dynamodb: { StreamViewType: "NEW_AND_OLD_IMAGES", ApproximateCreationDateTime: nowMs / 1000 },
    });
  });

  test("tells every kind of write", async () => {
    await put({ pk: "put" });
    const SetN = { UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": 1 } };
    await service.documents.send(new UpdateCommand({ TableName, Key: key("updated"), ...SetN }));
    const batch = [{ PutRequest: { Item: key("batch") } }, { DeleteRequest: { Key: key("put") } }];
    await service.documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: batch } }));
    await service.documents.send(
      new TransactWriteCommand({
        TransactItems: [
          { Put: { TableName, Item: key("transacted") } },
          { Update: { TableName, Key: key("batch"), ...SetN } },
          { Delete: { TableName, Key: key("updated") } },
          { ConditionCheck: { TableName, Key: key("none"), ConditionExpression: "attribute_not_exists(pk)" } },
        ],
      }),
    );
    expect(records.map((record) => `${record.eventName} ${record.dynamodb?.Keys?.["pk"]?.S}`)).toEqual([
      "INSERT put",
      "INSERT updated",
      "INSERT batch",
      "REMOVE put",
      "INSERT transacted",
      "MODIFY batch",
      "REMOVE updated",
    ]);
  });

  test("numbers the changes of many writers in the order they were stored", async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, at) =>
        service.documents.send(
          new UpdateCommand({
            TableName,
            Key: { pk: "busy", sk: "-" },
            UpdateExpression: "ADD n :one SET writer = :writer",
            ExpressionAttributeValues: { ":one": 1, ":writer": at },
          }),
        ),
      ),
    );
    const counts = records.map((record) => Number(record.dynamodb?.NewImage?.["n"]?.N));
    expect(counts).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
    const numbers = records.map((record) => record.dynamodb?.SequenceNumber ?? "");
    expect(numbers).toEqual(numbers.toSorted());
    expect(new Set(numbers).size).toBe(100);
  });

  test("tells nothing of writes that failed or changed nothing", async () => {
    await put({ pk: "same", n: 1 });
    await put({ pk: "same", n: 1 });
    await remove("absent");
    const condition = { ConditionExpression: "attribute_not_exists(pk)" };
    const failing = { Put: { TableName, Item: { pk: "same", sk: "-" }, ...condition } };
    const beside = { Put: { TableName, Item: { pk: "beside", sk: "-" } } };
    await expect(
      service.documents.send(new TransactWriteCommand({ TransactItems: [beside, failing] })),
    ).rejects.toMatchObject({ name: "TransactionCanceledException" });
    expect(names()).toEqual(["INSERT"]);
  });

  test("tells nothing of a repeated transaction", async () => {
    const once = { TransactItems: [{ Put: { TableName, Item: { pk: "once", sk: "-" } } }], ClientRequestToken: "once" };
    await service.documents.send(new TransactWriteCommand(once));
    await remove("once");
    await service.documents.send(new TransactWriteCommand(once));
    expect(names()).toEqual(["INSERT", "REMOVE"]);
  });

  test("forgets a client request token after ten minutes", async () => {
    const twice = {
      TransactItems: [{ Put: { TableName, Item: { pk: "twice", sk: "-" } } }],
      ClientRequestToken: "twice",
    };
    await service.documents.send(new TransactWriteCommand(twice));
    await remove("twice");
    nowMs += 10 * 60_000;
    await service.documents.send(new TransactWriteCommand(twice));
    expect(names()).toEqual(["INSERT", "REMOVE", "INSERT"]);
  });

  test("a listener that was stopped hears nothing more", async () => {
    stopListening?.();
    await put({ pk: "unheard" });
    expect(records).toEqual([]);
  });

  test("tells nothing of a table without a stream, and only keys where only keys are asked for", async () => {
    const heard: DynamoDBRecord[] = [];
    const definition = {
      BillingMode: "PAY_PER_REQUEST" as const,
      AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" as const }],
      KeySchema: [{ AttributeName: "pk", KeyType: "HASH" as const }],
    };
    const keysOnly = { StreamSpecification: { StreamEnabled: true, StreamViewType: "KEYS_ONLY" as const } };
    await service.client.send(new CreateTableCommand({ TableName: "silent", ...definition }));
    await service.client.send(new CreateTableCommand({ TableName: "slim", ...definition, ...keysOnly }));
    for (const name of ["silent", "slim"]) {
      service.local?.onChange(name, (record) => heard.push(record));
      await service.documents.send(new PutCommand({ TableName: name, Item: { pk: "a", n: 1 } }));
    }
    expect(heard).toHaveLength(1);
    expect(heard[0]?.dynamodb).toMatchObject({ Keys: { pk: { S: "a" } } });
    expect(heard[0]?.dynamodb).not.toHaveProperty("NewImage");
  });

  test("removes items some time after they expire, and marks why", async () => {
    await put({ pk: "over", expiresAt: seconds(nowMs) - 1 });
    await put({ pk: "later", expiresAt: seconds(nowMs) + 60 });
    await put({ pk: "ancient", expiresAt: 1 });
    await put({ pk: "textual", expiresAt: String(seconds(nowMs) - 1) });
    await put({ pk: "unlimited" });
    const over = { TableName, Key: { pk: "over", sk: "-" } };
    expect((await service.documents.send(new GetCommand(over))).Item, "still readable until removed").toBeDefined();
    records.length = 0;
    await service.local?.expireNow();
    expect(pks()).toEqual(["over"]);
    expect(records[0]).toMatchObject({
      eventName: "REMOVE",
      userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    });
    expect((await service.documents.send(new GetCommand(over))).Item).toBeUndefined();
    nowMs += 61_000;
    await service.local?.expireNow();
    expect(pks()).toEqual(["over", "later"]);
    expect(records[0]?.userIdentity).toBeDefined();
  });
});
