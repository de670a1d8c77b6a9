import * as z from "zod";
import { conditionKeys, conditionOperators } from "./policy-conditions.ts";
import { s3Error } from "./s3-error.ts";

/** The part of the policy language that is evaluated here. All else is refused when the policy is put, never ignored later. */
const texts = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));
const scalars = z
  .union([z.string(), z.boolean(), z.number(), z.array(z.union([z.string(), z.boolean(), z.number()]))])
  .transform((value) => (Array.isArray(value) ? value : [value]).map(String));

const principals = z
  .union([z.literal("*"), z.strictObject({ AWS: texts.optional(), Service: texts.optional() })])
  .transform((value) => (value === "*" ? { accounts: ["*"] } : { accounts: value.AWS ?? [] }));

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: principals.optional(),
  NotPrincipal: z.undefined().optional(),
  Action: texts.optional(),
  NotAction: texts.optional(),
  Resource: texts.optional(),
  NotResource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), scalars)).optional(),
});

const policy = z.strictObject({
  Version: z.enum(["2012-10-17", "2008-10-17"]).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]).transform((value) => (Array.isArray(value) ? value : [value])),
});

export type PolicyStatement = z.infer<typeof statement>;

/** @throws MalformedPolicy for what AWS refuses, NotImplemented for what this server could not evaluate */
export function parsePolicy(document: string, bucket: string): readonly PolicyStatement[] {
  const parsed = policy.safeParse(readJson(document));
  if (!parsed.success) throw s3Error("MalformedPolicy", z.prettifyError(parsed.error));
  for (const each of parsed.data.Statement) checkStatement(each, bucket);
  return parsed.data.Statement;
}

function readJson(document: string): unknown {
  try {
    return JSON.parse(document);
  } catch (cause) {
    throw Object.assign(s3Error("MalformedPolicy"), { cause });
  }
}

function checkStatement(each: PolicyStatement, bucket: string): void {
  if (each.Principal === undefined) throw s3Error("MalformedPolicy", "Missing required field Principal");
  if ((each.Action === undefined) === (each.NotAction === undefined)) {
    throw s3Error("MalformedPolicy", "Missing required field Action");
  }
  if ((each.Resource === undefined) === (each.NotResource === undefined)) {
    throw s3Error("MalformedPolicy", "Missing required field Resource");
  }
  const resources = each.Resource ?? each.NotResource ?? [];
  const isOwn = (arn: string) =>
    arn === `arn:aws:s3:::${bucket}` || arn.startsWith(`arn:aws:s3:::${bucket}/`) || arn === "*";
  if (!resources.every(isOwn)) throw s3Error("MalformedPolicy", "Policy has invalid resource");
  const actions = each.Action ?? each.NotAction ?? [];
  if (!actions.every((action) => action === "*" || /^s3:[A-Za-z*?]+$/u.test(action))) {
    throw s3Error("MalformedPolicy", "Policy has invalid action");
  }
  for (const [operator, operands] of Object.entries(each.Condition ?? {})) {
    if (!conditionOperators.has(operator.replace(/IfExists$/u, "")))
      throw unsupported(`the condition operator ${operator}`);
    for (const key of Object.keys(operands)) {
      if (!conditionKeys.has(key.toLowerCase())) throw unsupported(`the condition key ${key}`);
    }
  }
  const variables = JSON.stringify([resources, each.Condition]).includes("${");
  if (variables) throw unsupported("policy variables");
}

const unsupported = (what: string) => s3Error("NotImplemented", `This server does not evaluate ${what}.`);
