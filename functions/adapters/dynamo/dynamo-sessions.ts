import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import { isSessionLive, type Session, type Sessions } from "../../domain/session/session.ts";
import { commit } from "./change-writes.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { SESSION_PREFIX, sessionKey, tenantKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { decodeSession, encodeSession, sessionExpiry, sessionRenewal } from "./session-row.ts";

export function dynamoSessions(deps: DynamoDeps): Sessions {
  const { client, table } = deps;

  return {
    async start(session) {
      const command = new PutCommand({ TableName: table, Item: encodeSession(session) });
      await write(deps, () => client.send(command));
    },

    async find(tenantId, idHash) {
      const item = await readItem(deps, sessionKey(tenantId, idHash));
      const session = item && decodeSession(item);
      return session !== undefined && isSessionLive(session, deps.clock.now()) ? session : undefined;
    },

    async list(tenantId, userId) {
      const items = queryItems(deps, {
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        FilterExpression: "userId = :userId",
        ExpressionAttributeValues: { ":pk": tenantKey(tenantId).pk, ":prefix": SESSION_PREFIX, ":userId": userId },
        ConsistentRead: true,
      });
      const sessions: Session[] = [];
      for await (const item of items) sessions.push(decodeSession(item));
      const live = sessions.filter((session) => isSessionLive(session, deps.clock.now()));
      return live.toSorted((a, b) => b.startedAt - a.startedAt);
    },

    async touch({ tenantId, idHash, startedAt }, now) {
      const command = new UpdateCommand({
        TableName: table,
        Key: sessionKey(tenantId, idHash),
        UpdateExpression: "SET lastSeenAt = :now, expiresAt = :expiresAt",
        // Never brings back a session that was ended, never turns the time back.
        ConditionExpression: "lastSeenAt < :now",
        ExpressionAttributeValues: { ":now": now, ":expiresAt": sessionExpiry(startedAt, now) },
      });
      await write(deps, () => conditional(() => client.send(command)));
    },

    async renew(before, after, fact) {
      return (await commit(deps, sessionRenewal(table, before, after), { events: [], fact })).isApplied;
    },

    async end(tenantId, idHash) {
      const command = new DeleteCommand({ TableName: table, Key: sessionKey(tenantId, idHash) });
      await write(deps, () => client.send(command));
    },
  };
}
