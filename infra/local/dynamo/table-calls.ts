import { randomUUID } from "node:crypto";
import type { Checked, Store, Table } from "dynalite/db/index.js";
import createChecks from "dynalite/validations/createTable.js";
import { checkCall } from "./check-call.ts";
import { dynamoError, validationError } from "./dynamo-error.ts";
import { allTables, tableKey, tableOf } from "./tables.ts";

type Parameters = Record<string, unknown>;

const arnOf = (name: string): string => `arn:aws:dynamodb:eu-central-1:000000000000:table/${name}`;

/**
 * Makes a table, ready at once (AWS takes seconds: callers wait until it is active). dynalite's own createTable leaves
 * a table "creating" for ever when it is killed at that moment, and forgets streams and deletion protection.
 */
export async function createTable(store: Store, parameters: Parameters): Promise<object> {
  const data = checkCall(parameters, createChecks, store);
  const name = data.TableName;
  if ((await store.db.get(tableKey(name))) !== undefined) {
    throw dynamoError("ResourceInUseException", `Table already exists: ${name}`);
  }
  const table = { ...describe(data), ...settings(name, parameters) };
  await store.db.put(tableKey(name), table);
  return { TableDescription: table };
}

function describe(data: Checked): Parameters {
  const { BillingMode, ProvisionedThroughput, GlobalSecondaryIndexes, LocalSecondaryIndexes, ...rest } = data;
  const throughput = ProvisionedThroughput ?? { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  const withArns = (indexes: unknown): object[] =>
    (Array.isArray(indexes) ? indexes : []).map((index) => ({
      ...index,
      IndexArn: `${arnOf(data.TableName)}/index/${index.IndexName}`,
      IndexStatus: "ACTIVE",
      IndexSizeBytes: 0,
      ItemCount: 0,
    }));
  return {
    ...rest,
    TableArn: arnOf(data.TableName),
    TableId: randomUUID(),
    TableStatus: "ACTIVE",
    CreationDateTime: Date.now() / 1000,
    ItemCount: 0,
    TableSizeBytes: 0,
    ProvisionedThroughput: throughput,
    ...(BillingMode === "PAY_PER_REQUEST" ? { BillingModeSummary: { BillingMode } } : {}),
    ...(GlobalSecondaryIndexes ? { GlobalSecondaryIndexes: withArns(GlobalSecondaryIndexes) } : {}),
    ...(LocalSecondaryIndexes ? { LocalSecondaryIndexes: withArns(LocalSecondaryIndexes) } : {}),
  };
}

/** What dynalite knows nothing of; each only when it is given, so that an update changes nothing else. */
function settings(name: string, given: Parameters): Parameters {
  const { StreamSpecification: stream, SSESpecification: encryption, DeletionProtectionEnabled: isProtected } = given;
  return {
    ...(stream === undefined ? {} : { StreamSpecification: stream, LatestStreamArn: `${arnOf(name)}/stream/local` }),
    ...(encryption === undefined ? {} : { SSEDescription: { Status: "ENABLED", SSEType: "KMS" } }),
    ...(isProtected === undefined ? {} : { DeletionProtectionEnabled: isProtected === true }),
  };
}

export async function describeTable(store: Store, parameters: Parameters): Promise<object> {
  const { TimeToLive: _kept, ...table } = await tableOf(store, nameIn(parameters));
  return { Table: table };
}

export async function listTables(store: Store): Promise<object> {
  return { TableNames: (await allTables(store)).map((table) => table.TableName) };
}

export async function updateTable(store: Store, parameters: Parameters): Promise<object> {
  const table = await tableOf(store, nameIn(parameters));
  for (const name of ["GlobalSecondaryIndexUpdates", "ReplicaUpdates", "AttributeDefinitions"]) {
    if (name in parameters) throw validationError(`Not served here: ${name}`);
  }
  const updated = { ...table, ...settings(table.TableName, parameters) };
  await store.db.put(tableKey(table.TableName), updated);
  return { TableDescription: updated };
}

/** Removes items and indexes before the table's record, so that a kill in between leaves a table that can be deleted again. */
export async function deleteTable(store: Store, parameters: Parameters): Promise<object> {
  const table: Table = await tableOf(store, nameIn(parameters));
  const name = table.TableName;
  if (table["DeletionProtectionEnabled"] === true) {
    throw validationError(`Resource cannot be deleted as it is currently protected: ${name}`);
  }
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  const prefixes = indexes.flatMap(({ IndexName }) =>
    ["global", "local"].map((kind) => `index-${kind}~${name}~${IndexName}~`),
  );
  for (const prefix of [`item-${name}~`, ...prefixes]) {
    const keys: string[] = [];
    for await (const [key] of store.db.iterator({ gte: prefix, lt: `${prefix}~` })) keys.push(key);
    await store.db.batch(keys.map((key) => ({ type: "del" as const, key })));
  }
  await store.db.del(tableKey(name));
  return { TableDescription: { ...table, TableStatus: "DELETING" } };
}

function nameIn(parameters: Parameters): string {
  const name = parameters["TableName"];
  if (typeof name !== "string") throw validationError("The parameter 'TableName' is required");
  // An ARN names a table as well as its bare name does.
  return name.split("/")[1] ?? name;
}
