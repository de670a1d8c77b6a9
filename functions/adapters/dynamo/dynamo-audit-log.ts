import { PutCommand } from "@aws-sdk/lib-dynamodb";
import type { AuditLog } from "../../domain/audit/audit-log.ts";
import { encodeFact } from "./audit-row.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";

export function dynamoAuditLog(deps: DynamoDeps): AuditLog {
  return {
    async record(fact) {
      const command = new PutCommand({
        TableName: deps.table,
        Item: encodeFact(fact),
        // Append-only: a fact that is there stays as it is.
        ConditionExpression: "attribute_not_exists(pk)",
      });
      await write(deps, () => conditional(() => deps.client.send(command)));
    },
  };
}
