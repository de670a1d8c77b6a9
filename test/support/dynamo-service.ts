import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { type Dynamo, startDynamo } from "../../infra/local/dynamo/start-dynamo.ts";

/** Another endpoint than the local one, e.g. `https://dynamodb.eu-central-1.amazonaws.com`, as a second opinion. */
export const otherDynamoEndpoint = process.env["COFFER_DYNAMODB_ENDPOINT"];

export interface DynamoService {
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  /** The local service, where tests look behind the API; nothing when another endpoint is tried. */
  readonly local: Dynamo | undefined;
  /** Makes a table of `pk` and `sk`, with the indexes given, and returns its name. */
  createTable(indexes?: readonly GlobalSecondaryIndex[]): Promise<string>;
  stop(): Promise<void>;
}

export async function dynamoService(options: { directory?: string; now?: () => number } = {}): Promise<DynamoService> {
  const local = otherDynamoEndpoint === undefined ? await startDynamo({ port: 0, ...options }) : undefined;
  const client = new DynamoDBClient({
    region: "eu-central-1",
    endpoint: local?.url ?? otherDynamoEndpoint ?? "",
    ...(local ? { credentials: { accessKeyId: "local", secretAccessKey: "local" } } : {}),
    ...(local ? { maxAttempts: 1 } : {}),
  });
  const tables: string[] = [];
  return {
    client,
    documents: DynamoDBDocumentClient.from(client),
    local,
    async createTable(indexes = []) {
      const TableName = `coffer-contract-${Date.now()}-${tables.length}`;
      const names = new Set(indexes.flatMap((index) => index.KeySchema ?? []).map((key) => key.AttributeName ?? ""));
      await client.send(
        new CreateTableCommand({
          TableName,
          BillingMode: "PAY_PER_REQUEST",
          AttributeDefinitions: ["pk", "sk", ...names].map((name) => ({ AttributeName: name, AttributeType: "S" })),
          KeySchema: [
            { AttributeName: "pk", KeyType: "HASH" },
            { AttributeName: "sk", KeyType: "RANGE" },
          ],
          ...(indexes.length > 0 ? { GlobalSecondaryIndexes: [...indexes] } : {}),
          StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" },
        }),
      );
      tables.push(TableName);
      await waitUntilTableExists({ client, maxWaitTime: 60, minDelay: 1 }, { TableName });
      return TableName;
    },
    async stop() {
      for (const TableName of tables) await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
      await local?.close();
    },
  };
}
