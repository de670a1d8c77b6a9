import type { Removals } from "../../domain/history/removals.ts";
import { postponeDue, queryDue, removeDue } from "./due-index.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { removalKey } from "./keys.ts";
import { decodeRemoval, REMOVAL_DUE } from "./removal-row.ts";

export const dynamoRemovals = (deps: DynamoDeps): Removals => ({
  async due(before, limit) {
    const items = await queryDue(deps, REMOVAL_DUE, before, limit);
    return items.map(decodeRemoval);
  },
  postpone: ({ tenantId, backupId, dueAt }, until) => postponeDue(deps, removalKey(tenantId, backupId), dueAt, until),
  complete: ({ tenantId, backupId, dueAt }) => removeDue(deps, removalKey(tenantId, backupId), dueAt),
});
