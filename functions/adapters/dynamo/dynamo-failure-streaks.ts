import { DeleteCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import {
  type DisabledPassword,
  FAILURES_IN_A_ROW_MAX,
  type FailureStreaks,
  type StreakSubject,
} from "../../domain/session/failure-streaks.ts";
import { commit } from "./change-writes.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, NOBODY_KEPT_MS } from "./expiry.ts";
import { STREAK_PREFIX, streakKey, streakPrefixOf, tenantKey } from "./keys.ts";
import { type Item, queryItems } from "./read-item.ts";

/** A transaction has room for 100 writes; a user has one streak for each browser that typed something wrong. */
const STREAKS_AT_ONCE_MAX = 90;

export function dynamoFailureStreaks(deps: DynamoDeps): FailureStreaks {
  const { client, table, clock } = deps;

  return {
    async count(subject, max) {
      const command = new UpdateCommand({
        TableName: table,
        Key: streakKey(subject),
        ...countUpdate(subject, max, clock.now()),
        ReturnValues: "UPDATED_NEW",
      });
      // A count whose answer was lost may count twice, never not at all.
      const counted = await write(deps, () => conditional(() => client.send(command)));
      return counted.isMet ? Number(counted.output.Attributes?.["failures"]) : undefined;
    },

    async end(subject) {
      const command = new DeleteCommand({
        TableName: table,
        Key: streakKey(subject),
        ConditionExpression: "attribute_not_exists(toldAt)",
      });
      await write(deps, () => conditional(() => client.send(command)));
    },

    async tell(subject, max, change) {
      const mark = {
        TableName: table,
        Key: streakKey(subject),
        UpdateExpression: "SET toldAt = :at",
        ConditionExpression: "failures >= :max AND attribute_not_exists(toldAt)",
        ExpressionAttributeValues: { ":at": change.at, ":max": max },
      };
      return (await commit(deps, [{ guards: "streak" as const, write: { Update: mark } }], change)).isApplied;
    },

    async disabled(tenantId, max = FAILURES_IN_A_ROW_MAX) {
      const found = new Map<number, DisabledPassword>();
      for await (const item of streaksOf(deps, tenantId, STREAK_PREFIX)) {
        const { userId, disabledAt, failures, login } = readStreak(item);
        const first = Math.min(disabledAt, found.get(userId)?.disabledAt ?? disabledAt);
        if (failures >= max) found.set(userId, { userId, login, disabledAt: first });
      }
      return [...found.values()].toSorted((a, b) => a.userId - b.userId);
    },

    async enable(tenantId, userId, change) {
      const items: Item[] = [];
      for await (const item of streaksOf(deps, tenantId, streakPrefixOf(userId))) items.push(item);
      const longestFirst = items.toSorted((a, b) => readStreak(b).failures - readStreak(a).failures);
      const removals = longestFirst.slice(0, STREAKS_AT_ONCE_MAX).map(({ pk, sk }) => ({
        guards: "streak" as const,
        write: { Delete: { TableName: table, Key: { pk, sk }, ConditionExpression: "attribute_exists(pk)" } },
      }));
      return removals.length > 0 && (await commit(deps, removals, change)).isApplied;
    },
  };
}

/** The same write for a name that is nobody's: anybody makes such names up, so their rows must not stay for ever. */
function countUpdate({ user }: StreakSubject, max: number, now: number): Partial<UpdateCommandInput> {
  const set = user ? "userId = :userId, login = :login, lastAt = :now" : "expiresAt = :expiresAt, lastAt = :now";
  return {
    UpdateExpression: `ADD failures :one SET ${set}`,
    ConditionExpression: "attribute_not_exists(pk) OR failures < :max",
    ExpressionAttributeValues: {
      ":one": 1,
      ":max": max,
      ":now": now,
      ...(user
        ? { ":userId": user.userId, ":login": user.login }
        : { ":expiresAt": expirySeconds(now + NOBODY_KEPT_MS) }),
    },
  };
}

const streaksOf = (deps: DynamoDeps, tenantId: string, prefix: string) =>
  queryItems(deps, {
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
    ExpressionAttributeValues: { ":pk": tenantKey(tenantId).pk, ":prefix": prefix },
    ConsistentRead: true,
  });

/** None is counted once there are as many as may be: the last one is when it happened. */
const readStreak = ({ userId, login, lastAt, failures }: Item) => ({
  userId: Number(userId),
  login: String(login),
  disabledAt: Number(lastAt),
  failures: Number(failures),
});
