import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { Outbox } from "../../domain/outbox.ts";
import { queryDue } from "./due-index.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, SENT_KEPT_MS } from "./expiry.ts";
import { outboxKey } from "./keys.ts";
import { OUTBOX_DUE, parseEvent } from "./outbox-row.ts";

export function dynamoOutbox(deps: DynamoDeps): Outbox {
  return {
    async waiting(olderThan, limit) {
      const items = await queryDue(deps, OUTBOX_DUE, olderThan, limit);
      return items.map((item) => parseEvent(item["event"]));
    },

    async markSent({ tenantId, eventId }) {
      const now = deps.clock.now();
      const command = new UpdateCommand({
        TableName: deps.table,
        Key: outboxKey(tenantId, eventId),
        UpdateExpression: "SET sentAt = :now, expiresAt = :expiresAt REMOVE dueKind, dueAt",
        // Marked before, or even removed by now: nothing to do, and nothing to bring back.
        ConditionExpression: "attribute_exists(dueKind)",
        ExpressionAttributeValues: { ":now": now, ":expiresAt": expirySeconds(now + SENT_KEPT_MS) },
      });
      await write(deps, () => conditional(() => deps.client.send(command)));
    },
  };
}
