import * as z from "zod";
import type { OpenTemplate } from "../template/open-template.ts";

/** Who may call which method: what the template's own roles were given. */
export interface InvokeRights {
  /** `callerArn`: `arn:aws:sts::…:assumed-role/<role>/<session>`. */
  mayInvoke(callerArn: string, methodArn: string): boolean;
}

const listed = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

const policyShape = z.looseObject({
  Roles: z.array(z.string()).default([]),
  PolicyDocument: z.looseObject({
    Statement: z.array(
      z.looseObject({
        Effect: z.literal("Allow"),
        Action: listed,
        Resource: listed,
        Condition: z.unknown().optional(),
      }),
    ),
  }),
});

/**
 * The statements of the template's policies that allow `execute-api:Invoke`. Conditions are not worked out, so one that
 * has any allows nothing here.
 */
export function readInvokeRights(template: OpenTemplate): InvokeRights {
  const patterns = new Map<string, RegExp[]>();
  for (const { properties } of template.resources("AWS::IAM::Policy")) {
    const { Roles, PolicyDocument } = policyShape.parse(properties);
    const allowed = PolicyDocument.Statement.filter(
      ({ Action, Condition }) => Condition === undefined && Action.includes("execute-api:Invoke"),
    ).flatMap(({ Resource }) => Resource.map(patternOf));
    for (const role of Roles) patterns.set(role, [...(patterns.get(role) ?? []), ...allowed]);
  }
  return {
    mayInvoke(callerArn, methodArn) {
      const [, role = ""] = /^arn:aws:sts::\d{12}:assumed-role\/([^/]+)\/[^/]+$/u.exec(callerArn) ?? [];
      return (patterns.get(role) ?? []).some((pattern) => pattern.test(methodArn));
    },
  };
}

/** `*` stands for anything, slashes too; `?` for one character. */
function patternOf(resource: string): RegExp {
  const text = resource.replace(/[.+^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`^${text.replaceAll("*", ".*").replaceAll("?", ".")}$`, "u");
}
