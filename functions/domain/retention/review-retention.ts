import { systemChange } from "../audit/system-change.ts";
import { type Backup, type BackupState, LIVE_STATES } from "../backup/backup.ts";
import type { Change } from "../backup/backup-store.ts";
import type { BackupHistory } from "../history/backup-history.ts";
import { walkHistory } from "../history/walk-history.ts";
import type { Clock, Ids, Log } from "../ports.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import { retained } from "./retained.ts";
import { DEFAULT_RETENTION, policyText, type RetentionPolicy, retentionAt } from "./retention-policy.ts";
import type { RetentionReview, RetentionReviews } from "./retention-reviews.ts";

export interface ReviewRetentionDeps {
  readonly reviews: RetentionReviews;
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly history: Pick<BackupHistory, "list">;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
}

const REVIEW_EVERY_MS = 24 * 3_600_000;
/** One that fails comes again then: it must not stand before all others each minute. */
const FAILED_AGAIN_MS = 3_600_000;
/** Of one tenant in one go: a retention that became much shorter keeps no other tenant waiting. */
const REMOVED_AT_ONCE = 20;
const PAGE_SIZE = 100;
const LOOKED_AT: readonly BackupState[] = [...LIVE_STATES, "ready"];

/**
 * Removes what a tenant's retention does not keep, the oldest first: hidden at once, each with its fact; its bytes go a day
 * later, when its lock is over too. Nobody is mailed. Comes again in a day, or at once if there is more to do.
 */
export const reviewRetention = async (deps: ReviewRetentionDeps, due: RetentionReview): Promise<void> => {
  const { reviews, tenants, clock, log } = deps;
  const { tenantId } = due;
  const tenant = await tenants.find(tenantId);
  if (!tenant) return reviews.end(due);
  const now = clock.now();
  const review = { tenantId, dueAt: now + FAILED_AGAIN_MS };
  await reviews.postpone(due, review.dueAt);
  const { pending: _, ...policy } = retentionAt(tenant.settings.backupRetention ?? DEFAULT_RETENTION, now);
  const backups = await allOf(deps, tenantId);
  const kept = retained(backups, policy, now);
  let removed = 0;
  for (const backup of backups.toReversed()) {
    if (kept.get(backup.backupId)?.length !== 0 || isCopiedFrom(backup, backups)) continue;
    if (await reviews.isWanted(backup, now)) continue;
    if (removed === REMOVED_AT_ONCE) return reviews.postpone(review, now);
    if (await reviews.remove(backup, tenant, removal(deps, backup, policy))) removed += 1;
  }
  if (removed > 0) log.info("backups removed by retention", { tenantId, removed });
  return reviews.postpone(review, now + REVIEW_EVERY_MS);
};

/** Newest first. */
async function allOf({ history }: ReviewRetentionDeps, tenantId: string): Promise<readonly Backup[]> {
  const found: Backup[] = [];
  const wish = { tenantId, states: LOOKED_AT, pageSize: PAGE_SIZE };
  for await (const backups of walkHistory(history, wish)) found.push(...backups);
  return found;
}

/** A backup that is being made copies out of it. */
const isCopiedFrom = ({ backupId }: Backup, backups: readonly Backup[]): boolean =>
  backups.some(({ state, dump }) => state !== "ready" && dump?.previous?.backupId === backupId);

const removal = (
  deps: ReviewRetentionDeps,
  { tenantId, backupId, requestedAt }: Backup,
  policy: RetentionPolicy,
): Change =>
  systemChange(deps, tenantId, "backup.deleted", {
    backupId,
    by: "retention",
    retention: policyText(policy),
    requestedAt: new Date(requestedAt).toISOString(),
  });
