import * as z from "zod/mini";
import { SESSION_IDLE_MS, SESSION_MAX_MS, type Session } from "../../domain/session/session.ts";
import { decodeRow } from "./decode-row.ts";
import { expirySeconds } from "./expiry.ts";
import { sessionKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

const sessionShape: z.ZodMiniType<Session> = z.object({
  tenantId: z.string(),
  idHash: z.string(),
  userId: z.number(),
  startedAt: z.number(),
  lastSeenAt: z.number(),
} satisfies Record<keyof Session, unknown>);

export const encodeSession = (session: Session) => ({
  ...sessionKey(session.tenantId, session.idHash),
  ...session,
  expiresAt: sessionExpiry(session.startedAt, session.lastSeenAt),
});

export const decodeSession = (item: unknown): Session => decodeRow(sessionShape, item);

/** Seconds, for the table's time to live. */
export const sessionExpiry = (startedAt: number, lastSeenAt: number): number =>
  expirySeconds(Math.min(startedAt + SESSION_MAX_MS, lastSeenAt + SESSION_IDLE_MS));

/** In a transaction: the session was not ended. Whether its time is over is asked where callers are identified. */
export const sessionIsThere = (table: string, tenantId: string, idHash: string): TransactWrite => ({
  ConditionCheck: {
    TableName: table,
    Key: sessionKey(tenantId, idHash),
    ConditionExpression: "attribute_exists(pk)",
  },
});
