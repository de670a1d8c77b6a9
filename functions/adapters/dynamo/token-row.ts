import * as z from "zod/mini";
import type { BackupToken } from "../../domain/token/backup-token.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { tokenKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

const tokenShape: z.ZodMiniType<BackupToken> = z.object({
  tenantId: z.string(),
  userId: z.number(),
  tokenId: z.string(),
  login: z.string(),
  hash: z.string(),
  keyId: z.string(),
  createdAt: z.number(),
  validFrom: z.number(),
  waitEndedAt: z.exactOptional(z.number()),
} satisfies Record<keyof BackupToken, unknown>);

export const encodeToken = (token: BackupToken) => ({ ...tokenKey(token.tenantId, token.userId), ...token });

export const decodeToken = (item: unknown): BackupToken => decodeRow(tokenShape, item);

/** For transactions that hang on a token: it is still its user's. */
export const isTokenLive = (
  { table }: DynamoDeps,
  { tenantId, userId, tokenId }: Pick<BackupToken, "tenantId" | "userId" | "tokenId">,
): TransactWrite => ({
  ConditionCheck: {
    TableName: table,
    Key: tokenKey(tenantId, userId),
    ConditionExpression: "tokenId = :tokenId",
    ExpressionAttributeValues: { ":tokenId": tokenId },
  },
});
