import * as z from "zod/mini";
import type { DownloadOpening, DownloadOpenings } from "../../domain/download/download-opening.ts";
import { commit } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { openingKey } from "./keys.ts";
import { readItem } from "./read-item.ts";

const openingShape: z.ZodMiniType<DownloadOpening> = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  userId: z.number(),
  login: z.string(),
  versionId: z.string(),
  askedAt: z.number(),
  opensAt: z.number(),
  endsAt: z.number(),
} satisfies Record<keyof DownloadOpening, unknown>);

const keyOf = ({ tenantId, backupId, userId }: DownloadOpening) => openingKey(tenantId, backupId, userId);

export const dynamoDownloadOpenings = (deps: DynamoDeps): DownloadOpenings => ({
  async ask(opening, change) {
    const write = {
      Put: {
        TableName: deps.table,
        Item: { ...keyOf(opening), ...opening, expiresAt: expirySeconds(opening.endsAt) },
        ConditionExpression: "attribute_not_exists(pk) OR endsAt <= :now",
        ExpressionAttributeValues: { ":now": opening.askedAt },
      },
    };
    return (await commit(deps, [{ guards: "other" as const, write }], change)).isApplied;
  },

  async find(tenantId, backupId, userId) {
    const item = await readItem(deps, openingKey(tenantId, backupId, userId));
    return item && decodeRow(openingShape, item);
  },

  async use(tenantId, backupId, userId, change) {
    const write = {
      ConditionCheck: {
        TableName: deps.table,
        Key: openingKey(tenantId, backupId, userId),
        ConditionExpression: "opensAt <= :now AND endsAt > :now",
        ExpressionAttributeValues: { ":now": deps.clock.now() },
      },
    };
    return (await commit(deps, [{ guards: "closed" as const, write }], change)).isApplied;
  },

  async stop(opening, change) {
    const write = {
      Delete: {
        TableName: deps.table,
        Key: keyOf(opening),
        ConditionExpression: "askedAt = :askedAt",
        ExpressionAttributeValues: { ":askedAt": opening.askedAt },
      },
    };
    return (await commit(deps, [{ guards: "gone" as const, write }], change)).isApplied;
  },
});
