import * as z from "zod/mini";
import type { RetentionReview } from "../../domain/retention/retention-reviews.ts";
import { decodeRow } from "./decode-row.ts";
import { retentionKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

/** In the index `due`: tenants by when their backups are to be held against their retention. */
export const RETENTION_DUE = "retention";

/** In the transaction that publishes a backup. A review that is planned already stays as it is. */
export const dueRetention = (table: string, { tenantId, dueAt }: RetentionReview): TransactWrite => ({
  Update: {
    TableName: table,
    Key: retentionKey(tenantId),
    UpdateExpression: "SET tenantId = :tenantId, dueKind = :kind, dueAt = if_not_exists(dueAt, :at)",
    ExpressionAttributeValues: { ":tenantId": tenantId, ":kind": RETENTION_DUE, ":at": dueAt },
  },
});

const reviewShape: z.ZodMiniType<RetentionReview> = z.object({
  tenantId: z.string(),
  dueAt: z.number(),
} satisfies Record<keyof RetentionReview, unknown>);

export const decodeReview = (item: unknown): RetentionReview => decodeRow(reviewShape, item);
