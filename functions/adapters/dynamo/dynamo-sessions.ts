import { DeleteCommand, PutCommand, UpdateCommand } from "@aws-sdk/lib-dynamodb";
import * as z from "zod/mini";
import {
  isSessionLive,
  SESSION_IDLE_MS,
  SESSION_MAX_MS,
  type Session,
  type Sessions,
} from "../../domain/session/session.ts";
import { decodeRow } from "./decode-row.ts";
import { conditional, write } from "./dynamo-call.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { sessionKey } from "./keys.ts";
import { readItem } from "./read-item.ts";

const sessionShape: z.ZodMiniType<Session> = z.object({
  tenantId: z.string(),
  idHash: z.string(),
  userId: z.number(),
  startedAt: z.number(),
  lastSeenAt: z.number(),
} satisfies Record<keyof Session, unknown>);

export function dynamoSessions(deps: DynamoDeps): Sessions {
  const { client, table } = deps;

  return {
    async start(session) {
      const { tenantId, idHash, startedAt, lastSeenAt } = session;
      const item = { ...sessionKey(tenantId, idHash), ...session, expiresAt: endOf(startedAt, lastSeenAt) };
      const command = new PutCommand({ TableName: table, Item: item });
      await write(deps, () => client.send(command));
    },

    async find(tenantId, idHash) {
      const item = await readItem(deps, sessionKey(tenantId, idHash));
      const session = item && decodeRow(sessionShape, item);
      return session !== undefined && isSessionLive(session, deps.clock.now()) ? session : undefined;
    },

    async touch({ tenantId, idHash, startedAt }, now) {
      const command = new UpdateCommand({
        TableName: table,
        Key: sessionKey(tenantId, idHash),
        UpdateExpression: "SET lastSeenAt = :now, expiresAt = :expiresAt",
        // Never brings back a session that was ended, never turns the time back.
        ConditionExpression: "lastSeenAt < :now",
        ExpressionAttributeValues: { ":now": now, ":expiresAt": endOf(startedAt, now) },
      });
      await write(deps, () => conditional(() => client.send(command)));
    },

    async end(tenantId, idHash) {
      const command = new DeleteCommand({ TableName: table, Key: sessionKey(tenantId, idHash) });
      await write(deps, () => client.send(command));
    },
  };
}

const endOf = (startedAt: number, lastSeenAt: number): number =>
  expirySeconds(Math.min(startedAt + SESSION_MAX_MS, lastSeenAt + SESSION_IDLE_MS));
