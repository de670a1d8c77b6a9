import type { Tenant, TenantChange } from "../../domain/tenant/tenant.ts";
import { IS_TENANT_THERE } from "./tenant-row.ts";

/** One member: where it stands, what it is to be (null: not there), what it was seen to be. */
interface MemberChange {
  readonly path: readonly string[];
  readonly after: unknown;
  readonly before: unknown;
}

/** What the operator changes: each member that is named, and nothing else. */
export const tenantUpdate = (seen: Tenant, { settings = {}, ...change }: TenantChange) =>
  memberUpdate([...membersOf([], change, { ...seen }), ...membersOf(["settings"], settings, { ...seen.settings })]);

/** Each member by itself and only if it still is as it was seen: the rest of the row is not touched. */
export function memberUpdate(members: readonly MemberChange[]) {
  const [names, values] = [new Map<string, string>(), new Map<string, unknown>()];
  const [sets, removals, conditions]: [string[], string[], string[]] = [[], [], [IS_TENANT_THERE]];
  for (const [index, { path, after, before }] of members.entries()) {
    for (const name of path) names.set(`#${name}`, name);
    const place = path.map((name) => `#${name}`).join(".");
    if (after === null) removals.push(place);
    else {
      sets.push(`${place} = :after${index}`);
      values.set(`:after${index}`, after);
    }
    conditions.push(before === undefined ? `attribute_not_exists(${place})` : `${place} = :before${index}`);
    if (before !== undefined) values.set(`:before${index}`, before);
  }
  return {
    UpdateExpression: [clause("SET", sets), clause("REMOVE", removals)].filter(Boolean).join(" "),
    ConditionExpression: conditions.join(" AND "),
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: Object.fromEntries(values),
  };
}

export const membersOf = (
  at: readonly string[],
  change: object,
  seen: Readonly<Record<string, unknown>>,
): readonly MemberChange[] =>
  Object.entries(change)
    .filter(([, after]) => after !== undefined)
    .map(([name, after]) => ({ path: [...at, name], after, before: seen[name] }));

const clause = (verb: string, parts: readonly string[]): string =>
  parts.length === 0 ? "" : `${verb} ${parts.join(", ")}`;
