import * as z from "zod/mini";
import type { Removal } from "../../domain/history/removals.ts";
import { decodeRow } from "./decode-row.ts";
import { removalKey } from "./keys.ts";
import type { TransactWrite } from "./transact.ts";

/** In the index `due`: backups that left something, by when to look. */
export const REMOVAL_DUE = "removal";

/** In the transaction that ends a backup or deletes it. What stood there before is replaced. */
export const dueRemoval = (table: string, { tenantId, backupId, dueAt }: Removal): TransactWrite => ({
  Put: {
    TableName: table,
    Item: { ...removalKey(tenantId, backupId), tenantId, backupId, dueKind: REMOVAL_DUE, dueAt },
  },
});

const removalShape: z.ZodMiniType<Removal> = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  dueAt: z.number(),
} satisfies Record<keyof Removal, unknown>);

export const decodeRemoval = (item: unknown): Removal => decodeRow(removalShape, item);
