import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  waitUntilTableNotExists,
} from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DynamoService, dynamoService } from "../../support/dynamo-service.ts";

describe("tables", () => {
  let service: DynamoService;
  beforeAll(async () => {
    service = await dynamoService();
  });
  afterAll(() => service.stop());

  const TableName = `coffer-tables-${Date.now()}`;
  const definition = {
    TableName,
    BillingMode: "PAY_PER_REQUEST" as const,
    AttributeDefinitions: ["pk", "sk", "state"].map((name) => ({ AttributeName: name, AttributeType: "S" as const })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" as const },
      { AttributeName: "sk", KeyType: "RANGE" as const },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: "by-state",
        KeySchema: [{ AttributeName: "state", KeyType: "HASH" as const }],
        Projection: { ProjectionType: "ALL" as const },
      },
    ],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" as const },
    SSESpecification: { Enabled: true },
    DeletionProtectionEnabled: true,
  };

  test("makes a table as the stack describes it", async () => {
    await service.client.send(new CreateTableCommand(definition));
    await waitUntilTableExists({ client: service.client, maxWaitTime: 60, minDelay: 1 }, { TableName });
    const { Table } = await service.client.send(new DescribeTableCommand({ TableName }));
    expect(Table).toMatchObject({
      TableName,
      TableStatus: "ACTIVE",
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST" },
      StreamSpecification: definition.StreamSpecification,
      SSEDescription: { Status: "ENABLED" },
      DeletionProtectionEnabled: true,
      GlobalSecondaryIndexes: [{ IndexName: "by-state", IndexStatus: "ACTIVE" }],
    });
    expect(Table?.LatestStreamArn).toContain(`table/${TableName}/stream/`);
    expect((await service.client.send(new ListTablesCommand({}))).TableNames).toContain(TableName);
  });

  test("refuses a name that is taken", async () => {
    await expect(service.client.send(new CreateTableCommand(definition))).rejects.toMatchObject({
      name: "ResourceInUseException",
    });
  });

  test("switches time to live on once", async () => {
    const on = { TableName, TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true } };
    await service.client.send(new UpdateTimeToLiveCommand(on));
    const { TimeToLiveDescription } = await service.client.send(new DescribeTimeToLiveCommand({ TableName }));
    expect(TimeToLiveDescription?.AttributeName).toBe("expiresAt");
    expect(["ENABLING", "ENABLED"]).toContain(TimeToLiveDescription?.TimeToLiveStatus);
    await expect(service.client.send(new UpdateTimeToLiveCommand(on))).rejects.toMatchObject({
      name: "ValidationException",
    });
  });

  test("deletes a protected table only once its protection is taken off, with all that is in it", async () => {
    const Item = { pk: { S: "a" }, sk: { S: "-" }, state: { S: "ready" } };
    await service.client.send(new PutItemCommand({ TableName, Item }));
    await expect(service.client.send(new DeleteTableCommand({ TableName }))).rejects.toMatchObject({
      name: "ValidationException",
    });
    await service.client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
    await waitUntilTableExists({ client: service.client, maxWaitTime: 60, minDelay: 1 }, { TableName });
    await service.client.send(new DeleteTableCommand({ TableName }));
    await waitUntilTableNotExists({ client: service.client, maxWaitTime: 120, minDelay: 1 }, { TableName });
    await expect(service.client.send(new PutItemCommand({ TableName, Item }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("a table made anew under an old name is empty, and so are its indexes", async () => {
    await service.client.send(new CreateTableCommand({ ...definition, DeletionProtectionEnabled: false }));
    await waitUntilTableExists({ client: service.client, maxWaitTime: 60, minDelay: 1 }, { TableName });
    expect((await service.client.send(new ScanCommand({ TableName }))).Count).toBe(0);
    expect((await service.client.send(new ScanCommand({ TableName, IndexName: "by-state" }))).Count).toBe(0);
    await service.client.send(new DeleteTableCommand({ TableName }));
  });
});
