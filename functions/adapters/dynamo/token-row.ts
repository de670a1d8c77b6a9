import * as z from "zod/mini";
import type { BackupToken } from "../../domain/token/backup-token.ts";
import { decodeRow } from "./decode-row.ts";
import { tokenKey } from "./keys.ts";

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
