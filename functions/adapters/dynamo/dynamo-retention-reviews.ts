import { RETENTION_GRACE_MS, type RetentionReviews } from "../../domain/retention/retention-reviews.ts";
import type { Tenant } from "../../domain/tenant/tenant.ts";
import { updateBackup } from "./backup-update.ts";
import { commit } from "./change-writes.ts";
import { postponeDue, queryDue, removeDue } from "./due-index.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { handOutKey, OPENING_PREFIX, openingKey, retentionKey, tenantKey } from "./keys.ts";
import { queryItems, readItem } from "./read-item.ts";
import { dueRemoval } from "./removal-row.ts";
import { decodeReview, RETENTION_DUE } from "./retention-row.ts";
import { IS_TENANT_THERE } from "./tenant-row.ts";
import type { TransactWrite } from "./transact.ts";

export function dynamoRetentionReviews(deps: DynamoDeps): RetentionReviews {
  const { table } = deps;

  return {
    async due(before, limit) {
      const items = await queryDue(deps, RETENTION_DUE, before, limit);
      return items.map(decodeReview);
    },

    postpone: ({ tenantId, dueAt }, until) => postponeDue(deps, retentionKey(tenantId), dueAt, until),
    end: ({ tenantId, dueAt }) => removeDue(deps, retentionKey(tenantId), dueAt),

    async isWanted({ tenantId, backupId }, now) {
      const handOut = await readItem(deps, handOutKey(tenantId, backupId));
      if (handOut && Number(handOut["endsAt"]) > now) return true;
      const openings = queryItems(deps, {
        KeyConditionExpression: "pk = :pk AND begins_with(sk, :prefix)",
        ExpressionAttributeValues: { ":pk": openingKey(tenantId, backupId, 0).pk, ":prefix": OPENING_PREFIX },
        ConsistentRead: true,
      });
      for await (const { endsAt } of openings) if (Number(endsAt) > now) return true;
      return false;
    },

    async remove(backup, seen, change) {
      const { tenantId, backupId, archive } = backup;
      const update = updateBackup(table, backup, { from: ["ready"], isNot: ["isPinned"], set: { state: "deleted" } });
      const dueAt = Math.max(change.at + RETENTION_GRACE_MS, archive?.keptUntil ?? 0);
      const writes = [
        { guards: "world" as const, write: update },
        { guards: "world" as const, write: isHandedOutNoMore(table, tenantId, backupId, change.at) },
        { guards: "world" as const, write: isRetentionAsSeen(table, seen) },
        { write: dueRemoval(table, { tenantId, backupId, dueAt }) },
      ];
      return (await commit(deps, writes, change)).isApplied;
    },
  };
}

const isHandedOutNoMore = (table: string, tenantId: string, backupId: string, now: number): TransactWrite => ({
  ConditionCheck: {
    TableName: table,
    Key: handOutKey(tenantId, backupId),
    ConditionExpression: "attribute_not_exists(pk) OR endsAt <= :now",
    ExpressionAttributeValues: { ":now": now },
  },
});

function isRetentionAsSeen(table: string, { tenantId, settings }: Tenant): TransactWrite {
  const seen = settings.backupRetention;
  const place = "#settings.#backupRetention";
  return {
    ConditionCheck: {
      TableName: table,
      Key: tenantKey(tenantId),
      ConditionExpression: `${IS_TENANT_THERE} AND ${seen ? `${place} = :seen` : `attribute_not_exists(${place})`}`,
      ExpressionAttributeNames: { "#settings": "settings", "#backupRetention": "backupRetention" },
      ...(seen ? { ExpressionAttributeValues: { ":seen": seen } } : {}),
    },
  };
}
