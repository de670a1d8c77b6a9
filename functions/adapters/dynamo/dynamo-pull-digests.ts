import type { PullDigests } from "../../domain/download/pull-digests.ts";
import { commit } from "./change-writes.ts";
import { queryDue } from "./due-index.ts";
import type { DynamoDeps } from "./dynamo-deps.ts";
import { pullDigestKey } from "./keys.ts";
import { decodePullDigest, PULL_DIGEST_DUE } from "./pull-digest-row.ts";

export function dynamoPullDigests(deps: DynamoDeps): PullDigests {
  return {
    async due(before, limit) {
      const items = await queryDue(deps, PULL_DIGEST_DUE, before, limit);
      return items.map(decodePullDigest);
    },

    async send(digest, event, fact) {
      const remove = {
        Delete: {
          TableName: deps.table,
          Key: pullDigestKey(digest),
          ConditionExpression: "pulls = :seen",
          ExpressionAttributeValues: { ":seen": digest.pulls },
        },
      };
      const outcome = await commit(deps, [{ guards: "seen", write: remove } as const], { events: [event], fact });
      return outcome.isApplied;
    },
  };
}
