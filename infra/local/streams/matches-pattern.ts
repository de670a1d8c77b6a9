/**
 * Does an event match a filter pattern (EventBridge's language, as event source mappings have it)? Throws for an
 * operator not known here: a filter that is silently ignored would deliver what the real one keeps back.
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isRecord(pattern)) throw new Error("A filter pattern is an object whose leaves are arrays.");
  return Object.entries(pattern).every(([name, wanted]) => {
    if (name === "$or") {
      if (!Array.isArray(wanted)) throw new Error("$or in a filter pattern wants an array.");
      return wanted.some((choice) => matchesPattern(choice, event));
    }
    const value = isRecord(event) ? event[name] : undefined;
    if (Array.isArray(wanted)) return wanted.some((rule) => matchesRule(rule, value));
    return matchesPattern(wanted, value ?? {});
  });
}

function matchesRule(rule: unknown, value: unknown): boolean {
  if (Array.isArray(value)) return value.some((entry) => matchesRule(rule, entry));
  if (!isRecord(rule)) return value === rule;
  const [operator, argument]: readonly [string, unknown] = Object.entries(rule)[0] ?? ["", undefined];
  switch (operator) {
    case "exists":
      return (value !== undefined) === argument;
    case "prefix":
      return typeof value === "string" && value.startsWith(String(argument));
    case "suffix":
      return typeof value === "string" && value.endsWith(String(argument));
    case "equals-ignore-case":
      return typeof value === "string" && value.toLowerCase() === String(argument).toLowerCase();
    case "anything-but":
      if (value === undefined) return false;
      return !(Array.isArray(argument) ? argument : [argument]).some((entry) => matchesRule(entry, value));
    case "numeric":
      return matchesNumbers(argument, value);
    default:
      throw new Error(`The local runner does not know the filter operator ${operator}.`);
  }
}

/** `[">", 0, "<=", 5]`: all comparisons hold. */
function matchesNumbers(comparisons: unknown, value: unknown): boolean {
  if (!Array.isArray(comparisons)) throw new Error("numeric in a filter pattern wants an array.");
  if (typeof value !== "number") return false;
  for (let index = 0; index < comparisons.length; index += 2) {
    if (!compare(value, String(comparisons[index]), Number(comparisons[index + 1]))) return false;
  }
  return true;
}

function compare(value: number, operator: string, bound: number): boolean {
  switch (operator) {
    case "=":
      return value === bound;
    case ">":
      return value > bound;
    case ">=":
      return value >= bound;
    case "<":
      return value < bound;
    case "<=":
      return value <= bound;
    default:
      throw new Error(`The local runner does not know the numeric filter operator ${operator}.`);
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
