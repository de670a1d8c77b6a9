import * as z from "zod/mini";
import type { Collection, Collections } from "../../domain/download/collection.ts";
import { commit } from "./change-writes.ts";
import { decodeRow } from "./decode-row.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds } from "./expiry.ts";
import { collectionKey } from "./keys.ts";
import { readItem } from "./read-item.ts";

const collectionShape: z.ZodMiniType<Collection> = z.object({
  tenantId: z.string(),
  codeHash: z.string(),
  backupId: z.string(),
  versionId: z.string(),
  login: z.string(),
  madeAt: z.number(),
  endsAt: z.number(),
  linksLeft: z.number(),
} satisfies Record<keyof Collection, unknown>);

export const dynamoCollections = (deps: DynamoDeps): Collections => ({
  async open(collection, change) {
    const { tenantId, codeHash, endsAt } = collection;
    const Item = { ...collectionKey(tenantId, codeHash), ...collection, expiresAt: expirySeconds(endsAt) };
    await commit(deps, [{ write: { Put: { TableName: deps.table, Item } } }], change);
  },

  async find(tenantId, codeHash) {
    const item = await readItem(deps, collectionKey(tenantId, codeHash));
    return item && decodeRow(collectionShape, item);
  },

  async takeLink({ tenantId, codeHash }, fact) {
    const Update = {
      TableName: deps.table,
      Key: collectionKey(tenantId, codeHash),
      UpdateExpression: "SET linksLeft = linksLeft - :one",
      ConditionExpression: "linksLeft > :none AND endsAt > :now",
      ExpressionAttributeValues: { ":one": 1, ":none": 0, ":now": deps.clock.now() },
    };
    const outcome = await commit(deps, [{ guards: "collection" as const, write: { Update } }], { events: [], fact });
    return outcome.isApplied;
  },
});
