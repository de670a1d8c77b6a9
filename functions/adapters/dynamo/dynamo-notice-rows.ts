import { UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { type NoticeRows, type NoticeTurn, TURN_MS, TURNS_MAX } from "../../domain/notice/notice-rows.ts";
import { conditional, write, writeOnce } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, NOTICE_KEPT_MS } from "./expiry.ts";
import { noticeKey } from "./keys.ts";

export function dynamoNoticeRows(deps: DynamoDeps): NoticeRows {
  return {
    async reserve(event, userId) {
      const now = deps.clock.now();
      const command = new UpdateCommand({
        TableName: deps.table,
        Key: keyOf({ event, userId }),
        UpdateExpression: "SET takenUntil = :until, expiresAt = :expiresAt ADD attempts :one",
        ConditionExpression:
          "attribute_not_exists(pk) OR (attribute_not_exists(sentAt) AND takenUntil <= :now AND attempts < :max)",
        ExpressionAttributeValues: {
          ":now": now,
          ":until": now + TURN_MS,
          ":max": TURNS_MAX,
          ":one": 1,
          ":expiresAt": expirySeconds(now + NOTICE_KEPT_MS),
        },
        ReturnValues: "ALL_NEW",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      const taken = await writeOnce(deps, () => conditional(() => deps.client.send(command)));
      if (taken.isMet) return { event, userId, attempt: Number(taken.output.Attributes?.["attempts"]) };
      const { takenUntil, sentAt } = taken.item ?? {};
      return sentAt === undefined && typeof takenUntil === "number" && takenUntil > now ? "taken" : "sent";
    },

    async markSent(turn) {
      const command = new UpdateCommand({
        TableName: deps.table,
        Key: keyOf(turn),
        UpdateExpression: "SET sentAt = :now",
        ExpressionAttributeValues: { ":now": deps.clock.now() },
      });
      await write(deps, () => deps.client.send(command));
    },

    async giveBack(turn) {
      const command = new UpdateCommand({
        TableName: deps.table,
        Key: keyOf(turn),
        UpdateExpression: "SET attempts = :before, takenUntil = :none",
        // Only the turn that was given: a later one is not ours to end.
        ConditionExpression: "attempts = :attempt",
        ExpressionAttributeValues: { ":attempt": turn.attempt, ":before": turn.attempt - 1, ":none": 0 },
      });
      await write(deps, () => conditional(() => deps.client.send(command)));
    },
  };
}

const keyOf = ({ event, userId }: Pick<NoticeTurn, "event" | "userId">) =>
  noticeKey(event.tenantId, event.eventId, userId);
