import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  type GlobalSecondaryIndexDescription,
  ResourceNotFoundException,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(["HASH", "RANGE"]) }));

const tableShape = z.looseObject({
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(["S", "N", "B"]) })),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z
    .array(
      z.looseObject({
        IndexName: z.string(),
        KeySchema: keySchema,
        Projection: z.strictObject({
          ProjectionType: z.enum(["ALL", "KEYS_ONLY", "INCLUDE"]),
          NonKeyAttributes: z.array(z.string()).optional(),
        }),
      }),
    )
    .default([]),
  StreamSpecification: z
    .looseObject({ StreamViewType: z.enum(["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"]) })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: z.boolean() }).optional(),
  LocalSecondaryIndexes: z.array(z.never()).default([]),
});

type TableProperties = z.infer<typeof tableShape>;

/** The template's tables. Throws when one that is there has other indexes than the template wants by now. */
export async function makeTables(template: OpenTemplate, dynamo: DynamoDBClient): Promise<void> {
  for (const table of template.resources("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable")) {
    const properties = tableShape.parse(table.properties);
    const name = template.identityOf(table).reference;
    const isThere = await checkTable(dynamo, name, properties);
    if (!isThere) await createTable(dynamo, name, properties);
    await setTimeToLive(dynamo, name, properties.TimeToLiveSpecification);
  }
}

async function checkTable(dynamo: DynamoDBClient, name: string, wanted: TableProperties): Promise<boolean> {
  try {
    const { Table } = await dynamo.send(new DescribeTableCommand({ TableName: name }));
    if (outline(Table?.GlobalSecondaryIndexes ?? []) !== outline(wanted.GlobalSecondaryIndexes)) {
      throw new Error(`Table ${name} was made by another release of the template. Start anew: npm start -- --fresh`);
    }
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
}

type Index = Pick<GlobalSecondaryIndexDescription, "IndexName" | "KeySchema">;

/** Equal for equal indexes, in whatever order they are named. */
const outline = (indexes: readonly Index[]) =>
  indexes
    .map(({ IndexName, KeySchema = [] }) =>
      [IndexName, ...KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`)].join(),
    )
    .sort((a, b) => a.localeCompare(b))
    .join(";");

async function createTable(dynamo: DynamoDBClient, name: string, properties: TableProperties): Promise<void> {
  const { AttributeDefinitions, KeySchema, StreamSpecification } = properties;
  const indexes = properties.GlobalSecondaryIndexes.map(({ IndexName, KeySchema, Projection }) => ({
    IndexName,
    KeySchema,
    Projection,
  }));
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions,
      KeySchema,
      ...(indexes.length === 0 ? {} : { GlobalSecondaryIndexes: indexes }),
      ...(StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType } }),
    }),
  );
}

async function setTimeToLive(
  dynamo: DynamoDBClient,
  name: string,
  wish: TableProperties["TimeToLiveSpecification"],
): Promise<void> {
  if (wish?.AttributeName === undefined || !wish.Enabled) return;
  const { TimeToLiveDescription } = await dynamo.send(new DescribeTimeToLiveCommand({ TableName: name }));
  if (TimeToLiveDescription?.TimeToLiveStatus === "ENABLED") return;
  await dynamo.send(
    new UpdateTimeToLiveCommand({
      TableName: name,
      TimeToLiveSpecification: { AttributeName: wish.AttributeName, Enabled: true },
    }),
  );
}
