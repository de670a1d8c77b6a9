import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { startDynamo } from "../../infra/local/dynamo/start-dynamo.ts";
import { REGION } from "../../infra/local/template/account.ts";
import { owner, ownerVariables } from "../cloud/owner.ts";

const wiring = join(import.meta.dirname, "../../functions/wiring");
const table = "bench";

export interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * A table without rows, and every variable that a function is wired by: nothing but the table is really asked. A function
 * that needs a new variable finds it here, as the names are read from where they are used.
 */
export async function startSurroundings(): Promise<Surroundings> {
  const dynamo = await startDynamo({ port: 0 });
  const client = new DynamoDBClient({ endpoint: dynamo.url, region: REGION, credentials: owner });
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((name) => ({ AttributeName: name, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
  client.destroy();
  return {
    environment: {
      ...Object.fromEntries(variables().map((name) => [name, valueOf(name)])),
      ...ownerVariables,
      // As Lambda sets it; another one costs the first line of a log five milliseconds.
      TZ: ":UTC",
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
      PATH: process.env["PATH"] ?? "",
    },
    close: () => dynamo.close(),
  };
}

function variables(): readonly string[] {
  const names = readdirSync(wiring).flatMap((file) =>
    [...readFileSync(join(wiring, file), "utf8").matchAll(/"(COFFER_[A-Z_]+)"/g)].map(([, name = ""]) => name),
  );
  return [...new Set(names)];
}

function valueOf(name: string): string {
  if (name === "COFFER_TABLE") return table;
  if (name.endsWith("_ARN")) return "arn:aws:iam::000000000000:role/bench";
  return name.endsWith("_URL") ? "http://127.0.0.1/bench" : "bench";
}
