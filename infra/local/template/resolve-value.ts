import * as z from "zod";

/** Where the names in a template lead. Each throws a message naming what is not there. */
export interface Scope {
  reference(logicalId: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  imported(exportName: string): unknown;
  /** `false` also for a condition that holds nothing. */
  condition(name: string): boolean;
}

const pair = z.tuple([z.string(), z.string()]);
const texts = z.array(z.union([z.string(), z.number()]).transform(String));

/** Works out every intrinsic function in a template's value. `AWS::NoValue` removes the member or entry it stands for. */
export function resolveValue(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value))
    return value.map((entry) => resolveValue(entry, scope)).filter((entry) => entry !== undefined);
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value);
  const [only] = members;
  if (members.length === 1 && only !== undefined) {
    const [name, argument] = only;
    if (name === "Ref") return scope.reference(z.string().parse(argument));
    if (name === "Condition" && typeof argument === "string") return scope.condition(argument);
    if (name.startsWith("Fn::")) return callFunction(name, argument, scope);
  }
  return Object.fromEntries(
    members.map(([name, member]) => [name, resolveValue(member, scope)]).filter(([, member]) => member !== undefined),
  );
}

function callFunction(name: string, argument: unknown, scope: Scope): unknown {
  if (name === "Fn::Sub") return substitute(argument, scope);
  if (name === "Fn::If") return choose(argument, scope);
  if (name === "Fn::GetAtt" && typeof argument === "string") {
    const dot = argument.indexOf(".");
    return scope.attribute(argument.slice(0, dot), argument.slice(dot + 1));
  }
  const resolved = resolveValue(argument, scope);
  switch (name) {
    case "Fn::GetAtt":
      return scope.attribute(...pair.parse(resolved));
    case "Fn::ImportValue":
      return scope.imported(z.string().parse(resolved));
    case "Fn::Join": {
      const [separator, parts] = z.tuple([z.string(), texts]).parse(resolved);
      return parts.join(separator);
    }
    case "Fn::Select": {
      const [index, list] = z.tuple([z.coerce.number(), z.array(z.unknown())]).parse(resolved);
      if (!(index in list)) throw new Error(`Fn::Select asks for entry ${index} of ${list.length}.`);
      return list[index];
    }
    case "Fn::Split": {
      const [separator, text] = pair.parse(resolved);
      return text.split(separator);
    }
    case "Fn::Base64":
      return Buffer.from(z.string().parse(resolved)).toString("base64");
    case "Fn::Equals": {
      const [left, right] = z.tuple([z.unknown(), z.unknown()]).parse(resolved);
      return left === right;
    }
    case "Fn::Not":
      return !z.tuple([z.boolean()]).parse(resolved)[0];
    case "Fn::And":
      return z.array(z.boolean()).parse(resolved).every(Boolean);
    case "Fn::Or":
      return z.array(z.boolean()).parse(resolved).some(Boolean);
    default:
      throw new Error(`The local runner does not know the intrinsic function ${name}.`);
  }
}

/** `${Id}`, `${Id.Attribute}`, `${variable}`; `${!x}` stands for the text `${x}`. */
function substitute(argument: unknown, scope: Scope): string {
  const [text, given] =
    typeof argument === "string"
      ? [argument, {}]
      : z.tuple([z.string(), z.record(z.string(), z.unknown())]).parse(argument);
  const variables = new Map(Object.entries(given));
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => {
    if (name.startsWith("!")) return `\${${name.slice(1)}}`;
    if (variables.has(name)) return String(resolveValue(variables.get(name), scope));
    const dot = name.indexOf(".");
    return String(dot === -1 ? scope.reference(name) : scope.attribute(name.slice(0, dot), name.slice(dot + 1)));
  });
}

function choose(argument: unknown, scope: Scope): unknown {
  const [condition, yes, no] = z.tuple([z.string(), z.unknown(), z.unknown()]).parse(argument);
  return resolveValue(scope.condition(condition) ? yes : no, scope);
}
