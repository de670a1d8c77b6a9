import * as z from "zod";
import { listOf, render, resourcesOf, type Template } from "./template.ts";

const statementShape = z.object({
  Effect: z.enum(["Allow", "Deny"]),
  Action: z.unknown(),
  Resource: z.unknown(),
  Condition: z.unknown().optional(),
});

export interface Privilege {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly condition: unknown;
}

/** What each role may do, by the role's logical id. */
function privilegesByRole(template: Template): Map<string, Privilege[]> {
  const privileges = new Map<string, Privilege[]>();
  for (const { Properties } of resourcesOf(template, "AWS::IAM::Policy")) {
    const { Statement } = z.object({ Statement: z.array(statementShape) }).parse(Properties["PolicyDocument"]);
    for (const role of listOf(Properties["Roles"]).map((one) => render(one))) {
      const mine = privileges.get(role) ?? [];
      privileges.set(role, [...mine, ...Statement.map((statement) => readStatement(statement))]);
    }
  }
  return privileges;
}

function readStatement({ Effect, Action, Resource, Condition }: z.infer<typeof statementShape>): Privilege {
  if (Effect !== "Allow") throw new Error("No role of ours needs to be denied what it was never given");
  return {
    actions: listOf(Action).map((action) => render(action)),
    resources: listOf(Resource).map((resource) => render(resource)),
    condition: Condition,
  };
}

/** Roles that are no function's: what links are signed with, and what the staff take. */
const OTHER_ROLES = {
  link: "LinkRole",
  "extract link": "ExtractLinkRole",
  "export link": "ExportLinkRole",
  "support staff": "SupportRole",
  "operator staff": "OperatorRole",
} as const;

/** What each function may do, by the name of its folder; and the roles that are no function's. */
export function privilegesOf(template: Template): ReadonlyMap<string, readonly Privilege[]> {
  const byRole = privilegesByRole(template);
  const found = new Map<string, readonly Privilege[]>();
  for (const { Properties } of resourcesOf(template, "AWS::Lambda::Function")) {
    const role = render(Properties["Role"]).replace(".Arn>", ">");
    found.set(functionName(Properties), byRole.get(role) ?? []);
  }
  for (const [name, start] of Object.entries(OTHER_ROLES)) {
    const mine = [...byRole].find(([role]) => role.startsWith(`<${start}`));
    found.set(name, mine?.[1] ?? []);
  }
  return found;
}

/** The name of the folder under `functions/`. */
export function functionName(properties: Readonly<Record<string, unknown>>): string {
  const { Variables } = z
    .object({ Variables: z.looseObject({ POWERTOOLS_SERVICE_NAME: z.string() }) })
    .parse(properties["Environment"]);
  return Variables.POWERTOOLS_SERVICE_NAME.replace("coffer-", "");
}

/** Who may do `action`. */
export const holdersOf = (privileges: ReadonlyMap<string, readonly Privilege[]>, action: RegExp): string[] =>
  [...privileges]
    .filter(([, mine]) => mine.some(({ actions }) => actions.some((one) => action.test(one))))
    .map(([name]) => name)
    .sort();
