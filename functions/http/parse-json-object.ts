import { Failure } from "../domain/failure.ts";

/** No request nests deeper than one setting in an object. */
const DEPTH_MAX = 8;

/**
 * One JSON object, each of its names once: of a name given twice, we might take one value and a proxy in front of us the
 * other. Throws `malformed-json`, and `constraint-violation` for a member that would change the object's nature. The
 * parser's own error quotes the text, which may hold a secret, so it is not kept as a cause.
 */
export function parseJsonObject(text: string): object {
  const value = parse(text);
  if (!isObject(value) || Array.isArray(value)) throw new Failure("malformed-json");
  if (countMembers(value) !== countColons(text))
    throw new Failure("malformed-json", { reason: "a name is given twice" });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure("malformed-json");
  }
}

/** Members of the object and of all in it. Level by level, since a few bytes nest deeper than a stack of calls can. */
function countMembers(value: object): number {
  let members = 0;
  let level: readonly object[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth === DEPTH_MAX) throw new Failure("malformed-json", { reason: "nested too deeply" });
    for (const each of level) {
      if (Object.hasOwn(each, "__proto__")) throw new Failure("constraint-violation", { attribute: "__proto__" });
      if (!Array.isArray(each)) members += Object.keys(each).length;
    }
    level = level.flatMap((each) => Object.values(each)).filter(isObject);
  }
  return members;
}

/** In JSON, whatever colon is in no text belongs to one member. */
const countColons = (json: string): number => json.replaceAll(/"[^"\\]*(?:\\.[^"\\]*)*"/gu, "").split(":").length - 1;

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
