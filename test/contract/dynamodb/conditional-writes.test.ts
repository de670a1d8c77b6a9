import { ConditionalCheckFailedException, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

async function failureOf(attempt: Promise<unknown>): Promise<ConditionalCheckFailedException> {
  const error: unknown = await attempt.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof ConditionalCheckFailedException)) throw error;
  return error;
}

describe("conditional writes", () => {
  let service: DynamoService;
  let TableName: string;
  beforeAll(async () => {
    service = await dynamoService();
    TableName = await service.createTable();
  });
  afterAll(() => service.stop());

  const count = () =>
    service.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk: "attempts", sk: "-" },
        UpdateExpression: "ADD n :one",
        ConditionExpression: "attribute_not_exists(n) OR n < :limit",
        ExpressionAttributeValues: { ":one": 1, ":limit": 5 },
      }),
    );
  const write = (pk: string, condition: object) =>
    service.documents.send(
      new UpdateCommand({
        TableName,
        Key: { pk, sk: "-" },
        UpdateExpression: "SET n = :n",
        ExpressionAttributeValues: { ":n": 1 },
        ...condition,
      }),
    );
  const get = async (pk: string) =>
    (await service.documents.send(new GetCommand({ TableName, Key: { pk, sk: "-" }, ConsistentRead: true }))).Item;
  test("50 parallel writes under one condition have exactly one winner", async () => {
    const attempts = Array.from({ length: 50 }, (_, at) =>
      service.documents.send(
        new PutCommand({
          TableName,
          Item: { pk: "slot", sk: "-", owner: at },
          ConditionExpression: "attribute_not_exists(pk)",
        }),
      ),
    );
    const outcomes = await Promise.allSettled(attempts);
    const winners = outcomes.flatMap((outcome, at) => (outcome.status === "fulfilled" ? [at] : []));
    const failures = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason.name] : []));
    expect(winners).toHaveLength(1);
    expect(failures).toEqual(Array.from({ length: 49 }, () => "ConditionalCheckFailedException"));
    const { Item } = await service.documents.send(
      new GetCommand({ TableName, Key: { pk: "slot", sk: "-" }, ConsistentRead: true }),
    );
    expect(Item?.["owner"]).toBe(winners[0]);
  });

  test("50 parallel counts never pass a limit of 5", async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, count));
    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(5);
  });

  test("gives the old item with a failed put, update and delete when asked for", async () => {
    const Key = { pk: "old", sk: "-" };
    await service.documents.send(new PutCommand({ TableName, Item: { ...Key, n: 1 } }));
    const options = {
      TableName,
      ConditionExpression: "n = :n",
      ExpressionAttributeValues: { ":n": 2 },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
    };
    const old = { pk: { S: "old" }, sk: { S: "-" }, n: { N: "1" } };
    const put = service.documents.send(new PutCommand({ ...options, Item: Key }));
    expect((await failureOf(put)).Item).toEqual(old);
    const update = service.documents.send(new UpdateCommand({ ...options, Key, UpdateExpression: "REMOVE n" }));
    expect((await failureOf(update)).Item).toEqual(old);
    const remove = service.documents.send(new DeleteCommand({ ...options, Key }));
    expect((await failureOf(remove)).Item).toEqual(old);
  });

  test("gives no item with a failure when none was asked for, or there was none", async () => {
    const Item = { pk: { S: "absent" }, sk: { S: "-" } };
    const options = { TableName, Item, ConditionExpression: "attribute_exists(pk)" };
    expect((await failureOf(service.client.send(new PutItemCommand(options)))).Item).toBeUndefined();
    const asked = new PutItemCommand({ ...options, ReturnValuesOnConditionCheckFailure: "ALL_OLD" });
    expect((await failureOf(service.client.send(asked))).Item).toBeUndefined();
  });

  test("an update of an absent item makes it, unless its condition forbids that", async () => {
    await write("made", {});
    await failureOf(write("not-made", { ConditionExpression: "attribute_exists(pk)" }));
    expect(await get("made")).toEqual({ pk: "made", sk: "-", n: 1 });
    expect(await get("not-made")).toBeUndefined();
  });
});
