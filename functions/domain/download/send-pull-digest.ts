import { SYSTEM_ORIGIN } from "../audit/audit-log.ts";
import { noticeOf } from "../outbox.ts";
import type { Clock, Ids } from "../ports.ts";
import { type PullDigest, type PullDigests, WEEK_MS } from "./pull-digests.ts";

export interface SendPullDigestDeps {
  readonly digests: PullDigests;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Tells people of the pulls of a week that is over. A digest that counts on meanwhile is sent the next time. */
export const sendPullDigest = async (
  { digests, clock, ids }: SendPullDigestDeps,
  digest: PullDigest,
): Promise<void> => {
  const { tenantId, about, pulls, weekEndsAt, apiKeyId } = digest;
  const at = clock.now();
  const content = { kind: "pull-digest", about, pulls, from: weekEndsAt - WEEK_MS, until: weekEndsAt } as const;
  await digests.send(digest, noticeOf(ids, tenantId, at, content), {
    factId: ids.uuid(),
    tenantId,
    at,
    what: "backup.pulls-told",
    actor: { kind: "system" },
    origin: SYSTEM_ORIGIN,
    details: { apiKeyId, pulls },
  });
};
