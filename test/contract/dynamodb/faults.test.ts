import { BatchWriteCommand, GetCommand, PutCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { FaultEffect } from "../../../infra/local/faults.ts";
import { type DynamoService, dynamoService, otherDynamoEndpoint } from "../../support/dynamo-service.ts";

describe.runIf(otherDynamoEndpoint === undefined)("faults on demand", () => {
  let service: DynamoService;
  let TableName: string;
  beforeAll(async () => {
    service = await dynamoService();
    TableName = await service.createTable();
  });
  afterEach(() => service.local?.faults.disarm());
  afterAll(() => service.stop());

  const arm = (operation: string, effect: FaultEffect) => service.local?.faults.arm({ operation, nth: 1, effect });
  const put = (pk: string) => service.documents.send(new PutCommand({ TableName, Item: { pk, sk: "-" } }));
  const exists = async (pk: string) =>
    (await service.documents.send(new GetCommand({ TableName, Key: { pk, sk: "-" } }))).Item !== undefined;

  test.each(["ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"])(
    "refuses with %s, and writes nothing",
    async (code) => {
      arm("PutItem", { kind: "refuse", status: 400, code });
      await expect(put(`refused-${code}`)).rejects.toMatchObject({ name: code });
      expect(await exists(`refused-${code}`)).toBe(false);
      await put(`refused-${code}`);
    },
  );

  test("refuses with a status of its own", async () => {
    arm("PutItem", { kind: "refuse", status: 500, code: "InternalServerError" });
    await expect(put("broken")).rejects.toMatchObject({
      name: "InternalServerError",
      $metadata: { httpStatusCode: 500 },
    });
  });

  test("cancels a transaction as one that met another", async () => {
    arm("TransactWriteItems", { kind: "refuse", status: 400, code: "TransactionConflict" });
    const puts = ["met-1", "met-2"].map((pk) => ({ Put: { TableName, Item: { pk, sk: "-" } } }));
    const transact = () => service.documents.send(new TransactWriteCommand({ TransactItems: puts }));
    await expect(transact()).rejects.toMatchObject({
      name: "TransactionCanceledException",
      CancellationReasons: [{ Code: "TransactionConflict" }, { Code: "TransactionConflict" }],
    });
    expect(await exists("met-1")).toBe(false);
    await transact();
  });

  test("leaves a batch to be sent again", async () => {
    arm("BatchWriteItem", { kind: "refuse", status: 200, code: "Unprocessed" });
    const RequestItems = { [TableName]: [{ PutRequest: { Item: { pk: "unprocessed", sk: "-" } } }] };
    const batch = () => service.documents.send(new BatchWriteCommand({ RequestItems }));
    expect((await batch()).UnprocessedItems).toEqual(RequestItems);
    expect(await exists("unprocessed")).toBe(false);
    expect((await batch()).UnprocessedItems).toEqual({});
    expect(await exists("unprocessed")).toBe(true);
  });

  test("loses a request before it is carried out", async () => {
    arm("PutItem", { kind: "drop-request" });
    await expect(put("lost")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await exists("lost")).toBe(false);
  });

  test("loses an answer after the call was carried out", async () => {
    arm("PutItem", { kind: "drop-answer" });
    await expect(put("unheard")).rejects.toThrow(/socket hang up|ECONNRESET/);
    expect(await exists("unheard")).toBe(true);
  });

  test("a repeated transaction whose first answer was lost is carried out once", async () => {
    arm("TransactWriteItems", { kind: "drop-answer" });
    const item = { pk: "ambiguous", sk: "-" };
    const once = new TransactWriteCommand({
      TransactItems: [{ Put: { TableName, Item: item, ConditionExpression: "attribute_not_exists(pk)" } }],
      ClientRequestToken: "ambiguous",
    });
    await expect(service.documents.send(once)).rejects.toThrow(/socket hang up|ECONNRESET/);
    await service.documents.send(once);
    expect(await exists("ambiguous")).toBe(true);
  });

  test("delays a call, and counts the calls by operation", async () => {
    service.local?.faults.resetCounts();
    arm("PutItem", { kind: "delay", ms: 50 });
    await put("late");
    await put("late");
    expect(service.local?.faults.counts.get("PutItem")).toBe(2);
  });

  test("refuses operations it does not serve", async () => {
    const answer = await fetch(service.local?.url ?? "", {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.ExecuteStatement", authorization: "AWS4-HMAC-SHA256" },
      body: "{}",
    });
    expect(await answer.json()).toMatchObject({ __type: expect.stringContaining("#UnknownOperationException") });
  });

  test("refuses calls that nobody signed", async () => {
    const answer = await fetch(service.local?.url ?? "", {
      method: "POST",
      headers: { "x-amz-target": "DynamoDB_20120810.ListTables" },
      body: "{}",
    });
    expect(await answer.json()).toMatchObject({
      __type: expect.stringContaining("#MissingAuthenticationTokenException"),
    });
  });
});
