import { mkdir } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { create, type Store } from "dynalite/db/index.js";
import { createFaults, type Faults } from "../faults.ts";
import { type Call, type Reply, serveCalls } from "../serve-calls.ts";
import { type ChangeListener, createChangeFeed } from "./change-feed.ts";
import { dynamoError, isDynamoError } from "./dynamo-error.ts";
import { batchGet, get, queryItems, scanItems } from "./read-items.ts";
import { createTable, deleteTable, describeTable, listTables, updateTable } from "./table-calls.ts";
import { describeTimeToLive, updateTimeToLive } from "./time-to-live.ts";
import { transactGet } from "./transact-get.ts";
import { cancelled } from "./transact-write.ts";
import { createTurns, type Turns } from "./turns.ts";
import { type WriteCalls, writeCalls } from "./write-calls.ts";

export interface DynamoOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /**
   * Where the data stays between runs; in memory when absent. What was answered survives a kill of the process; a power cut
   * may cost the last writes, never a part of one.
   */
  readonly directory?: string;
  readonly faults?: Faults;
  /** Milliseconds since 1970: time to live and request tokens go by it. */
  readonly now?: () => number;
}

export interface Dynamo {
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  /** Calls the listener for each change of a table whose stream is enabled; returns how to stop that. */
  onChange(tableName: string, listener: ChangeListener): () => void;
  /** Removes what time to live asks for, now; otherwise that happens once a minute. */
  expireNow(): Promise<void>;
  close(): Promise<void>;
}

const expiryMs = 60_000;

/**
 * DynamoDB for one machine: dynalite's storage and parsers, with transactions, streams, time to live and the limits
 * that AWS has and dynalite lacks. Answers calls of any signer, on 127.0.0.1 only.
 */
export async function startDynamo(options: DynamoOptions): Promise<Dynamo> {
  const { directory, faults = createFaults(), now = Date.now } = options;
  if (directory !== undefined) await mkdir(directory, { recursive: true });
  const store = create({
    ...(directory === undefined ? {} : { path: directory }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  // A directory that another server holds is refused here, before anything else starts.
  await store.db.open();
  const turns = createTurns();
  const feed = createChangeFeed(store, now);
  const writes = writeCalls(store, turns, feed, now);
  const operations = operationsOf(store, turns, writes);
  const server = await serveCalls(options.port, faults, {
    operationOf,
    handle: (call, operation) => carryOut(call, operations[operation]),
    refuse: ({ status, code }, call, operation) => ({ ...refusal(code, call, operation), status }),
  }).catch(async (error: unknown) => {
    // A taken port must not leave the directory locked.
    await store.db.close();
    throw error;
  });
  const sweep = setInterval(() => {
    writes.expire().catch((error) => console.error("removing expired items failed:", error));
  }, expiryMs).unref();
  return {
    url: server.url,
    port: server.port,
    faults,
    onChange: (tableName, listener) => feed.subscribe(tableName, listener),
    expireNow: () => writes.expire(),
    async close() {
      clearInterval(sweep);
      await server.close();
      await turns(() => store.db.close());
    },
  };
}

type Operation = (parameters: Record<string, unknown>) => Promise<object>;

function operationsOf(store: Store, turns: Turns, writes: WriteCalls): Record<string, Operation | undefined> {
  return {
    PutItem: (parameters) => writes.write("put", parameters),
    UpdateItem: (parameters) => writes.write("update", parameters),
    DeleteItem: (parameters) => writes.write("delete", parameters),
    BatchWriteItem: (parameters) => writes.batchWrite(parameters),
    TransactWriteItems: (parameters) => writes.transactWrite(parameters),
    TransactGetItems: (parameters) => turns(() => transactGet(store, parameters)),
    GetItem: (parameters) => get(store, parameters),
    BatchGetItem: (parameters) => batchGet(store, parameters),
    Query: (parameters) => queryItems(store, parameters),
    Scan: (parameters) => scanItems(store, parameters),
    CreateTable: (parameters) => turns(() => createTable(store, parameters)),
    UpdateTable: (parameters) => turns(() => updateTable(store, parameters)),
    DeleteTable: (parameters) => turns(() => deleteTable(store, parameters)),
    DescribeTable: (parameters) => describeTable(store, parameters),
    ListTables: () => listTables(store),
    UpdateTimeToLive: (parameters) => turns(() => updateTimeToLive(store, parameters)),
    DescribeTimeToLive: (parameters) => describeTimeToLive(store, parameters),
  };
}

function operationOf(call: Call): string {
  return String(call.headers["x-amz-target"] ?? "").split(".")[1] ?? "";
}

async function carryOut(call: Call, operation: Operation | undefined): Promise<Reply> {
  if (!operation) return errorReply(dynamoError("UnknownOperationException", "Not served here"));
  if (!call.headers.authorization?.startsWith("AWS4-")) {
    return errorReply(dynamoError("MissingAuthenticationTokenException", "Request is missing Authentication Token"));
  }
  try {
    return reply(200, await operation(JSON.parse(call.body.toString())));
  } catch (error) {
    if (isDynamoError(error)) return errorReply(error);
    if (error instanceof SyntaxError) return errorReply(dynamoError("SerializationException", "Not JSON"));
    throw error;
  }
}

/**
 * Besides errors: a code of cancellation reasons, armed for a transaction, cancels it with that reason for every item;
 * `Unprocessed`, armed with status 200 for a batch, leaves all of it to be sent again.
 */
function refusal(code: string, call: Call, operation: string): Reply {
  const { TransactItems, RequestItems } = JSON.parse(call.body.toString());
  const reasons = ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"];
  if (operation === "TransactWriteItems" && reasons.includes(code)) {
    const items: unknown[] = Array.isArray(TransactItems) ? TransactItems : [];
    return errorReply(cancelled(items.map(() => ({ Code: code, Message: "Refused on demand" }))));
  }
  if (code === "Unprocessed") return reply(200, { UnprocessedItems: RequestItems, UnprocessedKeys: RequestItems });
  return errorReply(dynamoError(code, "Refused on demand"));
}

function errorReply(error: { statusCode: number; body: object }): Reply {
  return reply(error.statusCode, error.body);
}

function reply(status: number, content: object): Reply {
  const body = JSON.stringify(content);
  return {
    status,
    headers: { "content-type": "application/x-amz-json-1.0", "x-amz-crc32": String(crc32(body)) },
    body,
  };
}
