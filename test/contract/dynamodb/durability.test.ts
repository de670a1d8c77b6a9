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

const itemsPerTransaction = 30;
const rounds = 4;
const killStepMs = 3;

/** Eight writers at once, until the server is gone. Returns the names of the transactions that were answered. */
async function writeUntilGone(client: DynamoDBDocumentClient, round: number, kill: () => void): Promise<string[]> {
  const answered: string[] = [];
  const write = async (writer: number): Promise<void> => {
    for (let at = 0; ; at += 1) {
      const pk = `${round}-${writer}-${at}`;
      const TransactItems = Array.from({ length: itemsPerTransaction }, (_, sk) => ({
        Put: { TableName, Item: { pk, sk: String(sk), state: "ready" } },
      }));
      const isWritten = await client.send(new TransactWriteCommand({ TransactItems })).then(
        () => true,
        () => false,
      );
      if (!isWritten) return;
      answered.push(pk);
      // The other writers are in the middle of theirs, each round at another point of it.
      if (answered.length === 10) setTimeout(kill, round * killStepMs);
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  return answered;
}

/** How many items each transaction has, in the table or in its index. */
async function itemsByTransaction(client: DynamoDBDocumentClient, index: object): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let from: Record<string, unknown> | undefined;
  do {
    const scan = new ScanCommand({ TableName, ...index, ...(from ? { ExclusiveStartKey: from } : {}) });
    const { Items = [], LastEvaluatedKey } = await client.send(scan);
    for (const { pk } of Items) counts.set(String(pk), (counts.get(String(pk)) ?? 0) + 1);
    from = LastEvaluatedKey;
  } while (from);
  return counts;
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
    const first = await serveInChild();
    await clientOf(first).send(
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
    const answered: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const url = round === 0 ? first : await serveInChild();
      answered.push(...(await writeUntilGone(clientOf(url), round, () => void child?.kill("SIGKILL"))));
    }
    const restarted = await startDynamo({ port: 0, directory });
    const stored = await itemsByTransaction(clientOf(restarted.url), {});
    expect([...stored.keys()]).toEqual(expect.arrayContaining(answered));
    expect(new Set(stored.values())).toEqual(new Set([itemsPerTransaction]));
    expect(await itemsByTransaction(clientOf(restarted.url), { IndexName: "by-state" })).toEqual(stored);
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
