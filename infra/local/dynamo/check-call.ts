import type { Checked, Expression, Store } from "dynalite/db/index.js";
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

const expressions = [
  "UpdateExpression",
  "ConditionExpression",
  "KeyConditionExpression",
  "FilterExpression",
  "ProjectionExpression",
];
const expressionBytesMax = 4096;
/** Values in one `IN`. */
const choicesMax = 100;

/**
 * A call's parameters, checked and with their expressions parsed. The parameters that expressions have replaced are
 * refused: nothing of ours sends them, and dynalite's reading of them is not mended here.
 *
 * @throws DynamoError ValidationException or SerializationException
 */
export function checkCall(parameters: object, { types, custom }: Checks, store: Store): Checked {
  const old = legacy.filter((name) => name in parameters);
  if (old.length > 0) throw validationError(`Not served here, use expressions instead: ${old.join(", ")}`);
  const data = checkTypes(structuredClone(parameters), types);
  checkValidations(data, types, custom, store);
  for (const name of expressions) {
    const expression = data[name];
    if (typeof expression === "string" && Buffer.byteLength(expression) > expressionBytesMax) {
      throw validationError(`Invalid ${name}: Expression size has exceeded the maximum allowed size`);
    }
  }
  for (const condition of [data._condition, data._filter]) if (condition) refuseLongChoices(condition.expression);
  return data;
}

function refuseLongChoices({ type, args }: Expression): void {
  if (type === "in" && args.length > choicesMax + 1) {
    throw validationError(`The IN operator is provided with more than ${choicesMax} values`);
  }
  for (const arg of args) if (!Array.isArray(arg) && "type" in arg) refuseLongChoices(arg);
}
