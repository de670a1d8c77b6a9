import { DeleteCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import type { DisabledPassword, FailureStreaks } from "../../domain/session/failure-streaks.ts";
import { commit } from "./change-writes.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, NOBODY_KEPT_MS } from "./expiry.ts";
import { STREAK_PREFIX, streakKey, streakPrefixOf, tenantKey } from "./keys.ts";
import { type Item, queryItems } from "./read-item.ts";

export function dynamoFailureStreaks(deps: DynamoDeps): FailureStreaks {
  const { client, table, clock } = deps;

  return {
    async count(subject, max) {
      const command = new UpdateCommand({
        TableName: table,
        Key: streakKey(subject),
        ...(subject.userId === undefined ? countedForAWhile(clock.now(), max) : counted(max)),
      });
      // A count whose answer was lost may count twice, never not at all.
      return (await write(deps, () => conditional(() => client.send(command)))).isMet;
    },

    async end(subject) {
      const command = new DeleteCommand({
        TableName: table,
        Key: streakKey(subject),
        ConditionExpression: "attribute_not_exists(disabledAt)",
      });
      await write(deps, () => conditional(() => client.send(command)));
    },

    async disable(subject, max, change) {
      const mark = {
        TableName: table,
        Key: streakKey(subject),
        UpdateExpression: "SET disabledAt = :at, login = :login, userId = :userId",
        ConditionExpression: "failures >= :max AND attribute_not_exists(disabledAt)",
        ExpressionAttributeValues: {
          ":at": change.at,
          ":login": subject.login,
          ":userId": subject.userId,
          ":max": max,
        },
      };
      return (await commit(deps, [{ guards: "streak" as const, write: { Update: mark } }], change)).isApplied;
    },

    async disabled(tenantId) {
      const found = new Map<number, DisabledPassword>();
      for await (const item of streaksOf(deps, tenantId, STREAK_PREFIX)) {
        const each = disabledOf(item);
        const known = found.get(each?.userId ?? 0);
        if (each && (known === undefined || each.disabledAt < known.disabledAt)) found.set(each.userId, each);
      }
      return [...found.values()].toSorted((a, b) => a.userId - b.userId);
    },

    async enable(tenantId, userId, change) {
      const items: Item[] = [];
      for await (const item of streaksOf(deps, tenantId, streakPrefixOf(userId))) items.push(item);
      if (!items.some(disabledOf)) return false;
      const removals = items.map((item) => ({
        ...(disabledOf(item) ? { guards: "streak" as const } : {}),
        write: {
          Delete: {
            TableName: table,
            Key: { pk: item["pk"], sk: item["sk"] },
            ...(disabledOf(item) ? { ConditionExpression: "attribute_exists(disabledAt)" } : {}),
          },
        },
      }));
      return (await commit(deps, removals, change)).isApplied;
    },
  };
}

const counted = (max: number) => ({
  UpdateExpression: "ADD failures :one",
  ConditionExpression: "attribute_not_exists(pk) OR failures < :max",
  ExpressionAttributeValues: { ":one": 1, ":max": max },
});

/** The same write, for a name that anybody may make up: such rows must not stay for ever. */
const countedForAWhile = (now: number, max: number) => ({
  UpdateExpression: "ADD failures :one SET expiresAt = :expiresAt",
  ConditionExpression: "attribute_not_exists(pk) OR failures < :max",
  ExpressionAttributeValues: { ":one": 1, ":max": max, ":expiresAt": expirySeconds(now + NOBODY_KEPT_MS) },
});

const streaksOf = (deps: DynamoDeps, tenantId: string, prefix: string) =>
  queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": tenantKey(tenantId).pk, ":prefix": prefix },
    ConsistentRead: true,
  });

function disabledOf({ userId, login, disabledAt }: Item): DisabledPassword | undefined {
  if (typeof userId !== "number" || typeof login !== "string" || typeof disabledAt !== "number") return undefined;
  return { userId, login, disabledAt };
}
