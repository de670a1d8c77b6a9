import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, QueryCommand, ScanCommand, TransactWriteCommand } from "@aws-sdk/lib-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startDynamo } from "../../../infra/local/dynamo/start-dynamo.ts";
import { otherDynamoEndpoint } from "../../support/dynamo-service.ts";

const TableName = "kept";

function clientOf(endpoint: string): DynamoDBDocumentClient {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return DynamoDBDocumentClient.from(
    new DynamoDBClient({ region: "eu-central-1", endpoint, credentials, maxAttempts: 1 }),
  );
}

/** Writes pairs, one transaction each, until the server is gone; returns how many were answered. */
async function writeUntilGone(client: DynamoDBDocumentClient, firstAnswered: () => void): Promise<number> {
  for (let at = 0; ; at += 1) {
    const half = (pk: string) => ({
      Put: { TableName, Item: { pk, sk: String(at).padStart(6, "0"), state: "ready" } },
    });
    const isWritten = await client
      .send(new TransactWriteCommand({ TransactItems: [half("left"), half("right")] }))
      .then(
        () => true,
        () => false,
      );
    if (!isWritten) return at;
    if (at === 20) firstAnswered();
  }
}

describe.runIf(otherDynamoEndpoint === undefined)("data on disk", () => {
  let directory: string;
  let child: ChildProcess | undefined;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "coffer-dynamo-"));
  });
  afterAll(async () => {
    child?.kill("SIGKILL");
    await rm(directory, { recursive: true, force: true });
  });

  const serveInChild = async (): Promise<string> => {
    const script = join(import.meta.dirname, "../../support/dynamo-killed-writer.ts");
    child = spawn(process.execPath, [script, directory], { stdio: ["ignore", "pipe", "inherit"] });
    if (!child.stdout) throw new Error("the child has no output");
    const [line] = await once(child.stdout, "data");
    return String(line).trim();
  };

  test("a kill at any moment loses nothing that was answered, and no transaction is there by half", async () => {
    const client = clientOf(await serveInChild());
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk", "state"].map((name) => ({ AttributeName: name, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: "by-state",
            KeySchema: [{ AttributeName: "state", KeyType: "HASH" }],
            Projection: { ProjectionType: "ALL" },
          },
        ],
        DeletionProtectionEnabled: true,
      }),
    );
    const answered = await writeUntilGone(client, () => void child?.kill("SIGKILL"));
    const restarted = await startDynamo({ port: 0, directory });
    const again = clientOf(restarted.url);
    const sortKeys = async (pk: string) => {
      const { Items = [] } = await again.send(
        new QueryCommand({ TableName, KeyConditionExpression: "pk = :pk", ExpressionAttributeValues: { ":pk": pk } }),
      );
      return Items.map((item) => item["sk"]);
    };
    const left = await sortKeys("left");
    expect(left.length).toBeGreaterThanOrEqual(answered);
    expect(left.length).toBeLessThanOrEqual(answered + 1);
    expect(await sortKeys("right")).toEqual(left);
    const indexed = await again.send(new ScanCommand({ TableName, IndexName: "by-state", Select: "COUNT" }));
    expect(indexed.Count).toBe(left.length * 2);
    await restarted.close();
  });

  test("an ordinary restart keeps items and repeats no transaction whose token it has seen", async () => {
    const add = {
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { pk: "counter", sk: "-" },
            UpdateExpression: "ADD n :one",
            ExpressionAttributeValues: { ":one": 1 },
          },
        },
      ],
      ClientRequestToken: "once",
    };
    for (let run = 0; run < 2; run += 1) {
      const dynamo = await startDynamo({ port: 0, directory });
      await clientOf(dynamo.url).send(new TransactWriteCommand(add));
      await dynamo.close();
    }
    const dynamo = await startDynamo({ port: 0, directory });
    const { Items } = await clientOf(dynamo.url).send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: "pk = :pk",
        ExpressionAttributeValues: { ":pk": "counter" },
      }),
    );
    expect(Items).toMatchObject([{ n: 1 }]);
    await dynamo.close();
  });

  test("a taken port is told, and leaves the directory free", async () => {
    const first = await startDynamo({ port: 0 });
    await expect(startDynamo({ port: first.port, directory })).rejects.toMatchObject({ code: "EADDRINUSE" });
    const second = await startDynamo({ port: 0, directory });
    await second.close();
    await first.close();
  });

  test("two servers do not share a directory", async () => {
    const dynamo = await startDynamo({ port: 0, directory });
    await expect(startDynamo({ port: 0, directory })).rejects.toMatchObject({ code: "LEVEL_DATABASE_NOT_OPEN" });
    await dynamo.close();
  });
});
