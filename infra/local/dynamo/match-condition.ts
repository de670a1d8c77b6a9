import { compare, type Expression, mapPath, type Operand } from "dynalite/db/index.js";
import { type AttributeValue, type Item, isSameValue, setMembers, typeOf } from "./attribute-value.ts";

/**
 * Whether an item meets a condition or filter that dynalite has parsed. Its own evaluation compares maps and lists by
 * identity and takes "", false and empty strings for missing, so only its order of numbers is used here.
 */
export function matchesCondition(expression: Expression, item: Item): boolean {
  const { type, args } = expression;
  const matches = (at: number): boolean => {
    const inner = args[at];
    return inner !== undefined && isExpression(inner) && matchesCondition(inner, item);
  };
  if (type === "and") return matches(0) && matches(1);
  if (type === "or") return matches(0) || matches(1);
  if (type === "not") return !matches(0);
  const [left, ...others] = args.map((operand) => resolve(operand, item));
  if (type === "function") return matchesFunction(expression.name, left, others[0]);
  if (type === "=") return isEqual(left, others[0]);
  if (type === "<>") return !isEqual(left, others[0]);
  if (type === "in") return others.some((other) => isEqual(left, other));
  if (type === "between") return isOrdered(">=", left, others[0]) && isOrdered("<=", left, others[1]);
  return isOrdered(type, left, others[0]);
}

type Value = AttributeValue | undefined;

function isExpression(operand: Operand): operand is Expression {
  return !Array.isArray(operand) && "type" in operand;
}

function resolve(operand: Operand, item: Item): Value {
  if (Array.isArray(operand)) return mapPath(operand, item) ?? undefined;
  if (!isExpression(operand)) return operand;
  const measured = operand.args[0];
  return measured === undefined ? undefined : sizeOf(resolve(measured, item));
}

function sizeOf(value: Value): Value {
  if (value === undefined) return undefined;
  const size =
    value.S?.length ??
    (value.B === undefined ? undefined : Buffer.byteLength(value.B, "base64")) ??
    value.L?.length ??
    (value.M ? Object.keys(value.M).length : setMembers(value)?.length);
  return size === undefined ? undefined : { N: String(size) };
}

function isEqual(a: Value, b: Value): boolean {
  return a !== undefined && b !== undefined && isSameValue(a, b);
}

/** Strings and binaries are ordered by their bytes, numbers by value; other types, and unlike ones, have no order. */
function isOrdered(operator: string, a: Value, b: Value): boolean {
  if (a?.N !== undefined && b?.N !== undefined) return compare(operator, a, [b]);
  const [left, right] = [bytesOf(a), bytesOf(b)];
  if (!left || !right || typeOf(a ?? {}) !== typeOf(b ?? {})) return false;
  const order = Buffer.compare(left, right);
  if (operator === "<") return order < 0;
  if (operator === "<=") return order <= 0;
  return operator === ">" ? order > 0 : order >= 0;
}

function bytesOf(value: Value): Buffer | undefined {
  if (value?.S !== undefined) return Buffer.from(value.S);
  return value?.B === undefined ? undefined : Buffer.from(value.B, "base64");
}

function matchesFunction(name: string | undefined, value: Value, operand: Value): boolean {
  if (name === "attribute_exists") return value !== undefined;
  if (name === "attribute_not_exists") return value === undefined;
  if (value === undefined || operand === undefined) return false;
  if (name === "attribute_type") return typeOf(value) === operand.S;
  if (name === "contains") return contains(value, operand);
  return startsWith(value, operand);
}

function startsWith(value: AttributeValue, prefix: AttributeValue): boolean {
  const [whole, start] = [bytesOf(value), bytesOf(prefix)];
  if (!whole || !start || typeOf(value) !== typeOf(prefix)) return false;
  return whole.subarray(0, start.length).equals(start);
}

function contains(value: AttributeValue, operand: AttributeValue): boolean {
  if (value.L) return value.L.some((member) => isSameValue(member, operand));
  if (value.SS) return operand.S !== undefined && value.SS.includes(operand.S);
  if (value.NS) return operand.N !== undefined && value.NS.includes(operand.N);
  if (value.BS) return operand.B !== undefined && value.BS.includes(operand.B);
  if (typeOf(value) !== typeOf(operand)) return false;
  const [whole, part] = [bytesOf(value), bytesOf(operand)];
  return whole !== undefined && part !== undefined && whole.includes(part);
}
