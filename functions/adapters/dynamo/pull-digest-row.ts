import * as z from "zod/mini";
import type { PullDigest } from "../../domain/download/pull-digests.ts";
import { decodeRow } from "./decode-row.ts";
import { pullDigestKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

/** In the index `due`: digests by the end of their week. */
export const PULL_DIGEST_DUE = "pull-digest";

/** One more pull in its week's digest, in the pull's own transaction. */
export const countPull = (table: string, { pulls, ...digest }: PullDigest): TransactWrite => ({
  Update: {
    TableName: table,
    Key: pullDigestKey(digest),
    UpdateExpression:
      "SET tenantId = :tenantId, apiKeyId = :apiKeyId, about = :about, weekEndsAt = :end, dueKind = :kind, dueAt = :end ADD pulls :pulls",
    ExpressionAttributeValues: {
      ":tenantId": digest.tenantId,
      ":apiKeyId": digest.apiKeyId,
      ":about": digest.about,
      ":end": digest.weekEndsAt,
      ":kind": PULL_DIGEST_DUE,
      ":pulls": pulls,
    },
  },
});

const digestShape: z.ZodMiniType<PullDigest> = z.object({
  tenantId: z.string(),
  apiKeyId: z.number(),
  about: z.object({ userId: z.number(), login: z.string(), name: z.string() }),
  weekEndsAt: z.number(),
  pulls: z.number(),
} satisfies Record<keyof PullDigest, unknown>);

export const decodePullDigest = (item: unknown): PullDigest => decodeRow(digestShape, item);
