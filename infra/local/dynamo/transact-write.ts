import { createHash } from "node:crypto";
import type { BatchOperation, Store } from "dynalite/db/index.js";
import { codeOf, type DynamoError, dynamoError, isDynamoError, validationError } from "./dynamo-error.ts";
import { itemBytes } from "./item-size.ts";
import type { Change, StagedWrites } from "./staged-writes.ts";
import { tableOf } from "./tables.ts";
import { applyWrite, itemNameOf, parseWrite, type Write, type WriteKind } from "./write-item.ts";

const transactionItemsMax = 100;
export const transactionBytesMax = 4 * 1024 * 1024;
/** How long AWS remembers a client request token. */
const tokenMs = 10 * 60_000;

const kinds: Readonly<Record<string, WriteKind>> = {
  Put: "put",
  Update: "update",
  Delete: "delete",
  ConditionCheck: "check",
};

export interface Transaction {
  readonly writes: readonly Write[];
  readonly token: string | undefined;
  /** What tells a repeated call from another one under the same token. */
  readonly fingerprint: string;
}

/** @throws DynamoError ValidationException */
export function parseTransaction(parameters: Record<string, unknown>, store: Store): Transaction {
  const items = transactItems(parameters["TransactItems"]);
  const writes = items.map((item) => {
    const [entry, ...more] = Object.entries(item).filter(([, value]) => value !== undefined && value !== null);
    const kind = entry && kinds[entry[0]];
    if (!entry || !kind || more.length > 0 || !isObject(entry[1])) {
      throw validationError("TransactItems can only contain one of Check, Put, Update or Delete");
    }
    return parseWrite(kind, entry[1], store);
  });
  const token = parameters["ClientRequestToken"];
  if (token !== undefined && (typeof token !== "string" || token.length < 1 || token.length > 36)) {
    throw validationError("ClientRequestToken must have between 1 and 36 characters");
  }
  return { writes, token, fingerprint: createHash("sha256").update(JSON.stringify(items)).digest("hex") };
}

/** @throws DynamoError ValidationException when there is none, or more than a transaction may have */
export function transactItems(given: unknown): object[] {
  const items = Array.isArray(given) ? given.filter(isObject) : [];
  if (items.length < 1) throw validationError("TransactItems must have length greater than or equal to 1");
  if (items.length > transactionItemsMax) {
    throw validationError(`TransactItems must have length less than or equal to ${transactionItemsMax}`);
  }
  return items;
}

/**
 * Carries all writes of a transaction out on staged writes, or none.
 *
 * @returns what to store along with them: the client request token, so that it outlives a kill as the writes do;
 *   nothing when this is the repetition of a call that was carried out before
 * @throws DynamoError TransactionCanceledException with a reason per write, IdempotentParameterMismatchException
 */
export async function applyTransaction(
  { writes, token, fingerprint }: Transaction,
  staged: StagedWrites,
  nowMs: number,
): Promise<BatchOperation[] | undefined> {
  const known = token === undefined ? undefined : await staged.store.db.get(`token~${token}`);
  if (isToken(known) && known.untilMs > nowMs) {
    if (known.fingerprint === fingerprint) return undefined;
    throw dynamoError("IdempotentParameterMismatchException", "The token was used with other parameters");
  }
  await refuseTwoOnOneItem(writes, staged.store);
  const failures: (DynamoError | undefined)[] = [];
  for (const write of writes) failures.push(await failureOf(applyWrite(write, staged)));
  if (failures.some((failure) => failure !== undefined)) throw cancelled(failures.map(reasonFor));
  const bytes = staged.changes().reduce((sum, change) => sum + changeBytes(change), 0);
  if (bytes > transactionBytesMax) throw validationError("The items of the transaction exceed 4 MB together");
  if (token === undefined) return [];
  return [{ type: "put", key: `token~${token}`, value: { fingerprint, untilMs: nowMs + tokenMs } }];
}

/** What removes the tokens that AWS would have forgotten by now. */
export async function endedTokens(store: Store, nowMs: number): Promise<BatchOperation[]> {
  const ended: BatchOperation[] = [];
  for await (const [key, token] of store.db.iterator({ gte: "token~", lt: "token~~" })) {
    if (isToken(token) && token.untilMs <= nowMs) ended.push({ type: "del", key });
  }
  return ended;
}

interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

export function cancelled(reasons: readonly CancellationReason[]): DynamoError {
  const codes = reasons.map((reason) => reason.Code).join(", ");
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return dynamoError("TransactionCanceledException", message, { CancellationReasons: reasons });
}

async function refuseTwoOnOneItem(writes: readonly Write[], store: Store): Promise<void> {
  const seen = new Set<string>();
  for (const write of writes) {
    const table = await tableOf(store, write.data.TableName);
    const failure = await failureOf((async () => itemNameOf(write, table))());
    // A key that does not fit the table is one of the reasons of the cancellation that follows.
    if (failure) continue;
    const { tableName, key } = itemNameOf(write, table);
    if (seen.has(`${tableName}~${key}`)) {
      throw validationError("Transaction request cannot include multiple operations on one item");
    }
    seen.add(`${tableName}~${key}`);
  }
}

async function failureOf(work: Promise<unknown>): Promise<DynamoError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (isDynamoError(error)) return error;
    throw error;
  }
}

function reasonFor(failure: DynamoError | undefined): CancellationReason {
  if (!failure) return { Code: "None" };
  const item = failure.body["Item"];
  const isCondition = codeOf(failure) === "ConditionalCheckFailedException";
  return {
    Code: isCondition ? "ConditionalCheckFailed" : "ValidationError",
    Message: failure.message,
    ...(item === undefined ? {} : { Item: item }),
  };
}

const changeBytes = ({ before, after }: Change): number => itemBytes(after ?? before ?? {});

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isToken(value: unknown): value is { fingerprint: string; untilMs: number } {
  return isObject(value) && "fingerprint" in value && "untilMs" in value;
}
