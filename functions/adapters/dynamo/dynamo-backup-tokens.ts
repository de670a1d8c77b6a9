import { Failure } from "../../domain/failure.ts";
import type { BackupToken } from "../../domain/token/backup-token.ts";
import type { BackupTokens } from "../../domain/token/backup-tokens.ts";
import { type ChangeRecord, commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { TOKEN_PREFIX, tokenKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { hastenSchedule } from "./schedule-row.ts";
import { decodeToken, encodeToken } from "./token-row.ts";
import type { TransactWrite } from "./transact.ts";

export function dynamoBackupTokens(deps: DynamoDeps): BackupTokens {
  const { table } = deps;

  return {
    async find(tenantId, userId) {
      const item = await readItem(deps, tokenKey(tenantId, userId));
      return item && decodeToken(item);
    },

    async list(tenantId) {
      const items = queryItems(deps, {
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": tokenKey(tenantId, 0).pk, ":prefix": TOKEN_PREFIX },
        ConsistentRead: true,
      });
      const tokens: BackupToken[] = [];
      for await (const item of items) tokens.push(decodeToken(item));
      return tokens;
    },

    async replace(token, replaces, change) {
      const condition =
        replaces === undefined ? { ConditionExpression: "attribute_not_exists(pk)" } : isStill(replaces);
      const put = { Put: { TableName: table, Item: encodeToken(token), ...condition } };
      return endingToken(deps, { tenantId: token.tenantId, tokenId: replaces }, put, change);
    },

    async endWait({ tenantId, userId, tokenId }, at, change) {
      const update = {
        TableName: table,
        Key: tokenKey(tenantId, userId),
        UpdateExpression: "SET waitEndedAt = :at",
        ConditionExpression: "tokenId = :tokenId AND attribute_not_exists(waitEndedAt)",
        ExpressionAttributeValues: { ":tokenId": tokenId, ":at": at },
      };
      const outcome = await commit(deps, [{ guards: "token", write: { Update: update } }], change);
      return outcome.isApplied;
    },

    async revoke({ tenantId, userId, tokenId }, change) {
      const remove = { Delete: { TableName: table, Key: tokenKey(tenantId, userId), ...isStill(tokenId) } };
      return endingToken(deps, { tenantId, tokenId }, remove, change);
    },
  };
}

const LOOKS_MAX = 5;

/** The schedule that runs by the token is to be looked at, in the token's own transaction. */
async function endingToken(
  deps: DynamoDeps,
  { tenantId, tokenId }: { readonly tenantId: string; readonly tokenId: string | undefined },
  write: TransactWrite,
  change: ChangeRecord,
): Promise<boolean> {
  for (let look = 1; look <= LOOKS_MAX; look += 1) {
    const hasten = tokenId === undefined ? [] : await hastenSchedule(deps, tenantId, tokenId);
    const outcome = await commit(deps, [{ guards: "token" as const, write }, ...hasten], change);
    if (outcome.isApplied) return true;
    if (outcome.refusedBy === "token") return false;
  }
  throw new Failure("service-busy", { what: "a schedule that changes all the time" });
}

const isStill = (tokenId: string) => ({
  ConditionExpression: "tokenId = :tokenId",
  ExpressionAttributeValues: { ":tokenId": tokenId },
});
