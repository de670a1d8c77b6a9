import { type Acceptance, type AcceptOutcome, IDEMPOTENCY_MS } from "../../domain/backup/backup-store.ts";
import { encodeBackup, encodeHistoryRow } from "./backup-row.ts";
import { commit, putNew } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { DAY_KEPT_MS, expirySeconds } from "./expiry.ts";
import { dayKey, idempotencyKey, slotKey } from "./keys.ts";
import { isTokenLive } from "./token-row.ts";
import type { GuardedWrite, TransactWrite } from "./transact.ts";

type Refusal = Extract<AcceptOutcome, { outcome: "refused" }>["why"];

/** One transaction. Its guards stand in the order in which the wire contract answers when several do not hold. */
export async function acceptBackup(deps: DynamoDeps, acceptance: Acceptance): Promise<AcceptOutcome> {
  const outcome = await commit(deps, acceptanceWrites(deps, acceptance), acceptance);
  return outcome.isApplied ? { outcome: "accepted" } : { outcome: "refused", why: outcome.refusedBy };
}

export function acceptanceWrites(deps: DynamoDeps, acceptance: Acceptance): GuardedWrite<Refusal>[] {
  const { backup, token, dailyLimit, idempotency } = acceptance;
  return [
    ...(token
      ? [{ guards: "backup-token-refused" as const, write: isTokenLive(deps, { ...token, tenantId: backup.tenantId }) }]
      : []),
    ...(idempotency === undefined
      ? []
      : [{ guards: "idempotency-key-taken" as const, write: keepIdempotency(deps, acceptance, idempotency) }]),
    {
      guards: "backup-pending",
      write: putNew(deps.table, { ...slotKey(backup.tenantId), backupId: backup.backupId }),
    },
    ...(dailyLimit === undefined
      ? []
      : [{ guards: "daily-limit" as const, write: countDay(deps, acceptance, dailyLimit) }]),
    { write: putNew(deps.table, encodeBackup(backup)) },
    { write: putNew(deps.table, encodeHistoryRow(backup)) },
  ];
}

/** A key whose time is over may be used again, whether or not the table has removed its row by now. */
const keepIdempotency = (
  { table, clock }: DynamoDeps,
  { backup }: Acceptance,
  { userId, keyHash, requestHash }: NonNullable<Acceptance["idempotency"]>,
): TransactWrite => ({
  Put: {
    TableName: table,
    Item: {
      ...idempotencyKey(backup.tenantId, userId, keyHash),
      backupId: backup.backupId,
      requestHash,
      expiresAt: expirySeconds(clock.now() + IDEMPOTENCY_MS),
    },
    ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
    ExpressionAttributeValues: { ":now": Math.floor(clock.now() / 1000) },
  },
});

const countDay = ({ table, clock }: DynamoDeps, { backup, day }: Acceptance, dailyLimit: number): TransactWrite => ({
  Update: {
    TableName: table,
    Key: dayKey(backup.tenantId, day),
    UpdateExpression: "SET accepted = if_not_exists(accepted, :zero) + :one, expiresAt = :expiresAt",
    // A limit of 0 refuses the first request too.
    ConditionExpression: dailyLimit > 0 ? "attribute_not_exists(pk) OR accepted < :limit" : "accepted < :limit",
    ExpressionAttributeValues: {
      ":zero": 0,
      ":one": 1,
      ":limit": dailyLimit,
      ":expiresAt": expirySeconds(clock.now() + DAY_KEPT_MS),
    },
  },
});
