import { createHash } from "node:crypto";
import { PULL_SEEN_MS, type PullSource, type Pulls } from "../../domain/download/pulls.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, isExpired } from "./expiry.ts";
import { pullKey, type RowKey } from "./keys.ts";
import { readItem } from "./read-item.ts";
import type { TransactWrite } from "./transact.ts";

export function dynamoDownloadPulls(deps: DynamoDeps): Pulls {
  return {
    async record(source, firstOne, fact) {
      const key = keyOf(source);
      const seen = await readItem(deps, key);
      if (seen === undefined || isExpired(seen, deps.clock.now())) {
        const first = { guards: "new", write: see(deps, key, "first") } as const;
        const outcome = await commit(deps, [first], { events: [firstOne], fact });
        if (outcome.isApplied) return;
      }
      await commit(deps, [{ write: see(deps, key, "again") }], { events: [], fact });
    },
  };
}

/** Seen from now on. What was seen before, however long ago, may be seen again. */
const see = ({ table, clock }: DynamoDeps, key: RowKey, turn: "first" | "again"): TransactWrite => {
  const now = clock.now();
  const isNew = {
    ConditionExpression: "attribute_not_exists(pk) OR expiresAt <= :now",
    ExpressionAttributeValues: { ":now": Math.floor(now / 1000) },
  };
  return {
    Put: {
      TableName: table,
      Item: { ...key, expiresAt: expirySeconds(now + PULL_SEEN_MS) },
      ...(turn === "first" ? isNew : {}),
    },
  };
};

/** Addresses may be of any form and length: only their hash is part of the key. */
const keyOf = ({ tenantId, apiKeyId, address }: PullSource): RowKey =>
  pullKey(tenantId, apiKeyId, createHash("sha256").update(address).digest("hex"));
