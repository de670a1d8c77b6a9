import type { BackupToken } from "../../domain/token/backup-token.ts";
import type { BackupTokens } from "../../domain/token/backup-tokens.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { TOKEN_PREFIX, tokenKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { decodeToken, encodeToken } from "./token-row.ts";

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
      const outcome = await commit(deps, [{ guards: "token", write: put }], change);
      return outcome.isApplied;
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
      const outcome = await commit(deps, [{ guards: "token", write: remove }], change);
      return outcome.isApplied;
    },
  };
}

const isStill = (tokenId: string) => ({
  ConditionExpression: "tokenId = :tokenId",
  ExpressionAttributeValues: { ":tokenId": tokenId },
});
