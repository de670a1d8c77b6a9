import type { Checked, Store } from "dynalite/db/index.js";
import { checkTypes, checkValidations } from "dynalite/validations/index.js";
import { validationError } from "./dynamo-error.ts";

/** How dynalite knows an operation: the types of its parameters, and its own further checks. */
export interface Checks {
  readonly types: object;
  readonly custom?: unknown;
}

const legacy = [
  "Expected",
  "ConditionalOperator",
  "AttributeUpdates",
  "AttributesToGet",
  "KeyConditions",
  "QueryFilter",
  "ScanFilter",
];

/**
 * A call's parameters, checked and with their expressions parsed. The parameters that expressions have replaced are refused:
 * nothing of ours sends them, and dynalite's reading of them is not mended here.
 *
 * @throws DynamoError ValidationException or SerializationException
 */
export function checkCall(parameters: object, { types, custom }: Checks, store: Store): Checked {
  const old = legacy.filter((name) => name in parameters);
  if (old.length > 0) throw validationError(`Not served here, use expressions instead: ${old.join(", ")}`);
  const data = checkTypes(structuredClone(parameters), types);
  checkValidations(data, types, custom, store);
  return data;
}
