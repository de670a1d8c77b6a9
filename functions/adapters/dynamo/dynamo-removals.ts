import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Removals } from "../../domain/history/removals.ts";
import { queryDue } from "./due-index.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { removalKey } from "./keys.ts";
import { decodeRemoval, REMOVAL_DUE } from "./removal-row.ts";

export function dynamoRemovals(deps: DynamoDeps): Removals {
  const { client, table } = deps;
  const asSeen = { ConditionExpression: "dueAt = :seen" };

  return {
    async due(before, limit) {
      const items = await queryDue(deps, REMOVAL_DUE, before, limit);
      return items.map(decodeRemoval);
    },

    async postpone({ tenantId, backupId, dueAt }, until) {
      const command = new UpdateCommand({
        TableName: table,
        Key: removalKey(tenantId, backupId),
        UpdateExpression: "SET dueAt = :until",
        ...asSeen,
        ExpressionAttributeValues: { ":seen": dueAt, ":until": until },
      });
      await write(deps, () => conditional(() => client.send(command)));
    },

    async complete({ tenantId, backupId, dueAt }) {
      const command = new DeleteCommand({
        TableName: table,
        Key: removalKey(tenantId, backupId),
        ...asSeen,
        ExpressionAttributeValues: { ":seen": dueAt },
      });
      await write(deps, () => conditional(() => client.send(command)));
    },
  };
}
