import * as z from "zod/mini";
import type { DownloadGrant, DownloadGrants } from "../../domain/download/download-grant.ts";
import { commit } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { extractShape } from "./extract-shape.ts";
import { grantKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import { sessionIsThere } from "./session-row.ts";
import type { GuardedWrite } from "./transact.ts";

const grantShape: z.ZodMiniType<DownloadGrant> = z.object({
  tenantId: z.string(),
  grantId: z.string(),
  userId: z.number(),
  signInId: z.string(),
  backupId: z.string(),
  versionId: z.string(),
  extract: z.exactOptional(extractShape),
  endsAt: z.number(),
  linksLeft: z.number(),
} satisfies Record<keyof DownloadGrant, unknown>);

export const encodeGrant = (grant: DownloadGrant) => ({
  ...grantKey(grant.tenantId, grant.signInId, grant.backupId, grant.extract?.extractId),
  ...grant,
  expiresAt: expirySeconds(grant.endsAt),
});

export function dynamoDownloadGrants(deps: DynamoDeps): DownloadGrants {
  const { table } = deps;

  return {
    async find({ tenantId, signInId }, backupId, extractId) {
      const item = await readItem(deps, grantKey(tenantId, signInId, backupId, extractId));
      return item && decodeRow(grantShape, item);
    },

    async takeLink({ tenantId, signInId, backupId, extract, grantId }, session, fact) {
      const take = {
        TableName: table,
        Key: grantKey(tenantId, signInId, backupId, extract?.extractId),
        UpdateExpression: "SET linksLeft = linksLeft - :one",
        ConditionExpression: "grantId = :grantId AND linksLeft > :none AND endsAt > :now",
        ExpressionAttributeValues: { ":one": 1, ":none": 0, ":grantId": grantId, ":now": deps.clock.now() },
      };
      const writes: GuardedWrite<"grant" | "session">[] = [
        { guards: "grant", write: { Update: take } },
        { guards: "session", write: sessionIsThere(table, session) },
      ];
      const outcome = await commit(deps, writes, { events: [], fact });
      return outcome.isApplied;
    },
  };
}
