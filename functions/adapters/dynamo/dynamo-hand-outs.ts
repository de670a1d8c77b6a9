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
} satisfies Record<keyof HandOut, unknown>);

export const dynamoHandOuts = (deps: DynamoDeps): HandOuts => ({
  async open(handOut, change) {
    const { tenantId, backupId, endsAt } = handOut;
    const Item = { ...handOutKey(tenantId, backupId), ...handOut, expiresAt: expirySeconds(endsAt) };
    await commit(deps, [{ write: { Put: { TableName: deps.table, Item } } }], change);
  },

  async find(tenantId, backupId) {
    const item = await readItem(deps, handOutKey(tenantId, backupId));
    return item && decodeRow(handOutShape, item);
  },
});
