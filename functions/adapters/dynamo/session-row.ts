import * as z from "zod/mini";
import { SESSION_IDLE_MS, SESSION_MAX_MS, type Session } from "../../domain/session/session.ts";
import { putNew } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import { expirySeconds } from "./expiry.ts";
import { sessionKey } from "./keys.ts";
import type { GuardedWrite, TransactWrite } from "./transact.ts";

const sessionShape: z.ZodMiniType<Session> = z.object({
  tenantId: z.string(),
  idHash: z.string(),
  signInId: z.string(),
  userId: z.number(),
  factorsMark: z.string(),
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
export const sessionIsThere = (table: string, { tenantId, idHash }: Session): TransactWrite => ({
  ConditionCheck: {
    TableName: table,
    Key: sessionKey(tenantId, idHash),
    ConditionExpression: "attribute_exists(pk)",
  },
});

/** In a transaction: the session goes on under another id, if it was not ended. */
export const sessionRenewal = (table: string, before: Session, after: Session): readonly GuardedWrite<"session">[] => [
  {
    guards: "session",
    write: {
      Delete: {
        TableName: table,
        Key: sessionKey(before.tenantId, before.idHash),
        ConditionExpression: "attribute_exists(pk)",
      },
    },
  },
  { write: putNew(table, encodeSession(after)) },
];
