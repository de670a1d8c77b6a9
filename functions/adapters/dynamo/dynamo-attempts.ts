import { createHash, randomUUID } from "node:crypto";
import { PutCommand, UpdateCommand, type UpdateCommandInput } from "@aws-sdk/lib-dynamodb";
import { Failure } from "../../domain/failure.ts";
import { type AttemptWindow, countIn, waitMs } from "../../domain/session/attempt-window.ts";
import type { AttemptLimit, AttemptSubject, Attempts } from "../../domain/session/attempts.ts";
import { commit } from "./change-writes.ts";
import { conditional, write, writeOnce } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { CODE_KEPT_MS, expirySeconds } from "./expiry.ts";
import { attemptsKey, codeKey, type RowKey } from "./keys.ts";
import { type Item, readItem } from "./read-item.ts";

export function dynamoAttempts(deps: DynamoDeps): Attempts {
  const { client, table, clock } = deps;

  return {
    count: (subject, limit) => count(deps, keyOf(subject), limit),

    async giveBack(subject) {
      const update = {
        UpdateExpression: "SET attempts = attempts - :one REMOVE waitUntil",
        ConditionExpression: "attempts > :none",
        ExpressionAttributeValues: { ":one": 1, ":none": 0 },
      };
      // Given back twice, it would let one guess more through: after a lost answer it is not repeated.
      await writeOnce(deps, () => conditional(() => client.send(updateOf(deps, keyOf(subject), update))));
    },

    async blocked(subject, limit) {
      return refusal(windowOf(await readItem(deps, keyOf(subject))), limit, clock.now());
    },

    async tell(subject, change) {
      // The end of a window is what it is known by.
      const update = {
        TableName: table,
        Key: keyOf(subject),
        UpdateExpression: "SET toldOf = windowEndsAt",
        ConditionExpression: "attribute_exists(pk) AND (attribute_not_exists(toldOf) OR toldOf <> windowEndsAt)",
      };
      return (await commit(deps, [{ guards: "told" as const, write: { Update: update } }], change)).isApplied;
    },

    async burnCode(tenantId, deviceId, timeStep) {
      const burnedBy = randomUUID();
      const command = new PutCommand({
        TableName: table,
        Item: {
          ...codeKey(tenantId, deviceId, timeStep),
          burnedBy,
          expiresAt: expirySeconds(clock.now() + CODE_KEPT_MS),
        },
        ConditionExpression: "attribute_not_exists(pk)",
        ReturnValuesOnConditionCheckFailure: "ALL_OLD",
      });
      const burned = await write(deps, () => conditional(() => client.send(command)));
      // Burned by this very call, whose first answer was lost: it is as good as the first.
      return burned.isMet || burned.item?.["burnedBy"] === burnedBy;
    },
  };
}

/** Rounds of counting and opening windows; each round that is lost was won by another attempt. */
const ROUNDS_MAX = 10;

/**
 * Counts in the open window if there is room in it, or opens a new one if there is none or it is over: each is one
 * conditional update, so that no two attempts can take the same place. An attempt whose answer was lost may count twice,
 * never not at all.
 */
async function count(deps: DynamoDeps, key: RowKey, limit: AttemptLimit): Promise<Refusal> {
  const now = deps.clock.now();
  for (let round = 1; round <= ROUNDS_MAX; round += 1) {
    const counted = await tryUpdate(deps, key, {
      UpdateExpression: "SET attempts = attempts + :one",
      ConditionExpression: "windowEndsAt > :now AND attempts < :max",
      ExpressionAttributeValues: { ":one": 1, ":now": now, ":max": limit.wait ? limit.max - 1 : limit.max },
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    });
    if (counted.isMet) return undefined;
    const window = windowOf(counted.item);
    const refused = refusal(window, limit, now);
    if (refused) return refused;
    const opened = limit.wait
      ? await replaceWindow(deps, key, counted.item, countIn(window, limit, now))
      : await openWindow(deps, key, now, now + limit.windowMs);
    if (opened.isMet) return undefined;
  }
  throw new Failure("service-busy");
}

const openWindow = (deps: DynamoDeps, key: RowKey, now: number, endsAt: number) =>
  tryUpdate(deps, key, {
    UpdateExpression: "SET attempts = :one, windowEndsAt = :end, expiresAt = :expiresAt",
    ConditionExpression: "attribute_not_exists(pk) OR windowEndsAt <= :now",
    ExpressionAttributeValues: { ":one": 1, ":end": endsAt, ":expiresAt": expirySeconds(endsAt), ":now": now },
  });

/**
 * An attempt that the next one has to wait for: what was read is put in place only of itself. A round that is lost was
 * won by another attempt, and then all others have to wait.
 */
function replaceWindow(deps: DynamoDeps, key: RowKey, item: Item | undefined, after: AttemptWindow) {
  const before = windowOf(item);
  return tryUpdate(deps, key, {
    UpdateExpression: "SET attempts = :attempts, windowEndsAt = :end, waitUntil = :waitUntil, expiresAt = :expiresAt",
    ConditionExpression:
      item === undefined ? "attribute_not_exists(pk)" : "attempts = :seenAttempts AND windowEndsAt = :seenEnd",
    ExpressionAttributeValues: {
      ":attempts": after.attempts,
      ":end": after.endsAt,
      ":waitUntil": after.waitUntil,
      ":expiresAt": expirySeconds(after.endsAt),
      ...(item === undefined ? {} : { ":seenAttempts": before.attempts, ":seenEnd": before.endsAt }),
    },
  });
}

type Refusal = { readonly retryAfterMs: number } | undefined;

const refusal = (window: AttemptWindow, limit: AttemptLimit, now: number): Refusal => {
  const retryAfterMs = waitMs(window, limit, now);
  return retryAfterMs === undefined ? undefined : { retryAfterMs };
};

/** Without a row: a window that is over. */
const windowOf = (item: Item | undefined): AttemptWindow => ({
  attempts: Number(item?.["attempts"] ?? 0),
  endsAt: Number(item?.["windowEndsAt"] ?? 0),
  waitUntil: Number(item?.["waitUntil"] ?? 0),
});

const tryUpdate = (deps: DynamoDeps, key: RowKey, update: Update) =>
  write(deps, () => conditional(() => deps.client.send(updateOf(deps, key, update))));

type Update = Omit<UpdateCommandInput, "TableName" | "Key">;

const updateOf = ({ table }: DynamoDeps, key: RowKey, update: Update) =>
  new UpdateCommand({ TableName: table, Key: key, ...update });

/** Subjects are what somebody typed, a password in the wrong field among them: only their hash is stored. */
const keyOf = ({ tenantId, kind, subject }: AttemptSubject): RowKey =>
  attemptsKey(tenantId, kind, createHash("sha256").update(subject).digest("hex"));
