import deleteItem from "dynalite/actions/deleteItem.js";
import putItem from "dynalite/actions/putItem.js";
import updateItem from "dynalite/actions/updateItem.js";
import { type Checked, createKey, type Store, type Table, validateItem, validateKey } from "dynalite/db/index.js";
import deleteChecks from "dynalite/validations/deleteItem.js";
import putChecks from "dynalite/validations/putItem.js";
import updateChecks from "dynalite/validations/updateItem.js";
import type { Item } from "./attribute-value.ts";
import { bindUpdate } from "./bind-update.ts";
import { checkCall } from "./check-call.ts";
import { checkItem } from "./check-item.ts";
import { conditionFailed, validationError } from "./dynamo-error.ts";
import { matchesCondition } from "./match-condition.ts";
import { promised, type StagedWrites } from "./staged-writes.ts";
import { tableOf } from "./tables.ts";

export type WriteKind = "put" | "update" | "delete" | "check";

export interface Write {
  readonly kind: WriteKind;
  readonly data: Checked;
  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD`, which dynalite does not know. */
  readonly returnsOldOnFailure: boolean;
}

const kinds = {
  put: { checks: putChecks, action: putItem },
  update: { checks: updateChecks, action: updateItem },
  delete: { checks: deleteChecks, action: deleteItem },
  check: { checks: deleteChecks, action: undefined },
};

/** @throws DynamoError ValidationException */
export function parseWrite(kind: WriteKind, parameters: object, store: Store): Write {
  const data = checkCall(parameters, kinds[kind].checks, store);
  if (kind === "check" && !data._condition) throw validationError("The expression can not be empty;");
  const wish = "ReturnValuesOnConditionCheckFailure" in parameters && parameters.ReturnValuesOnConditionCheckFailure;
  if (wish && wish !== "NONE" && wish !== "ALL_OLD") {
    throw validationError("ReturnValuesOnConditionCheckFailure can only be ALL_OLD or NONE");
  }
  return { kind, data, returnsOldOnFailure: wish === "ALL_OLD" };
}

/** Which item a write is about; two writes with the same name here are about the same item. */
export function itemNameOf(write: Write, table: Table): { tableName: string; key: string } {
  const { data } = write;
  const invalid = data.Item ? validateItem(data.Item, table) : validateKey(data.Key ?? {}, table);
  if (invalid) throw invalid;
  return { tableName: table.TableName, key: createKey(data.Item ?? data.Key ?? {}, table) };
}

/**
 * Carries a write out on staged writes.
 *
 * @throws DynamoError ConditionalCheckFailedException, ResourceNotFoundException, ValidationException
 */
export async function applyWrite(write: Write, staged: StagedWrites): Promise<Record<string, unknown>> {
  const { data, kind } = write;
  const table = await tableOf(staged.store, data.TableName);
  const { tableName, key } = itemNameOf(write, table);
  const old = await staged.read(tableName, key);
  checkCondition(write, old);
  const { action } = kinds[kind];
  if (!action) return {};
  // The condition is decided above; dynalite must not decide it again by its own rules.
  const { _condition, ...unconditional } = data;
  if (unconditional._updates) bindUpdate(unconditional._updates.sections, old ?? data.Key ?? {});
  const answer = await promised<Record<string, unknown>>((callback) => action(staged.store, unconditional, callback));
  const stored = kind === "delete" ? undefined : await staged.read(tableName, key);
  if (stored) checkItem(stored, table, kind);
  return answer ?? {};
}

function checkCondition({ data, returnsOldOnFailure }: Write, old: Item | undefined): void {
  if (!data._condition || matchesCondition(data._condition.expression, old ?? {})) return;
  throw conditionFailed(returnsOldOnFailure ? old : undefined);
}
