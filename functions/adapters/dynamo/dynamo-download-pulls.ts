import { createHash } from "node:crypto";
import { PULL_SEEN_MS, type Pull, type Pulls } from "../../domain/download/pulls.ts";
import { commit } from "./change-writes.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { expirySeconds, isExpired } from "./expiry.ts";
import { pullKey, type RowKey } from "./keys.ts";
import { countPull } from "./pull-digest-row.ts";
import { readItem } from "./read-item.ts";
import type { TransactWrite } from "./transact.ts";

export function dynamoDownloadPulls(deps: DynamoDeps): Pulls {
  return {
    async record(pull, firstOne, fact) {
      const key = keyOf(pull);
      const seen = await readItem(deps, key);
      if (seen === undefined || isExpired(seen, deps.clock.now())) {
        const first = { guards: "new", write: see(deps, key, "first") } as const;
        const outcome = await commit(deps, [first], { events: [firstOne], fact });
        if (outcome.isApplied) return;
      }
      const { tenantId, apiKeyId, about, weekEndsAt } = pull;
      const counted = countPull(deps.table, { tenantId, apiKeyId, about, weekEndsAt, pulls: 1 });
      await commit(deps, [{ write: see(deps, key, "again") }, { write: counted }], { events: [], fact });
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
const keyOf = ({ tenantId, apiKeyId, address }: Pull): RowKey =>
  pullKey(tenantId, apiKeyId, createHash("sha256").update(address).digest("hex"));
