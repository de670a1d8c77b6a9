import * as z from "zod/mini";
import type { HandOut, HandOuts } from "../../domain/support/hand-outs.ts";
import { commit } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { handOutKey } from "./keys.ts";
import { readItem } from "./read-item.ts";

const handOutShape: z.ZodMiniType<HandOut> = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  by: z.string(),
  ticketNumber: z.string(),
  openedAt: z.number(),
  endsAt: z.number(),
  isLast: z.exactOptional(z.literal(true)),
} satisfies Record<keyof HandOut, unknown>);

const LAST_KEPT_MS = 365 * 24 * 3_600_000;

export const dynamoHandOuts = (deps: DynamoDeps): HandOuts => ({
  async open(handOut, change) {
    const { tenantId, backupId, endsAt, isLast } = handOut;
    // That of a tenant which is to go is asked for once more when it is over.
    const keptUntil = isLast ? endsAt + LAST_KEPT_MS : endsAt;
    const Item = { ...handOutKey(tenantId, backupId), ...handOut, expiresAt: expirySeconds(keptUntil) };
    await commit(deps, [{ write: { Put: { TableName: deps.table, Item } } }], change);
  },

  async find(tenantId, backupId) {
    const item = await readItem(deps, handOutKey(tenantId, backupId));
    return item && decodeRow(handOutShape, item);
  },
});
