import type { Backup } from "../backup/backup.ts";
import type { Change } from "../backup/backup-store.ts";
import type { Tenant } from "../tenant/tenant.ts";

/** A tenant whose backups are to be held against its retention. */
export interface RetentionReview {
  readonly tenantId: string;
  /** Milliseconds. */
  readonly dueAt: number;
}

/** How long the bytes stay that retention removes: whoever is downloading them comes to an end. */
export const RETENTION_GRACE_MS = 24 * 3_600_000;

/**
 * One row for each tenant that ever had a backup ready: the transaction that publishes one writes it, unless it is there.
 * Writes insist on what was seen.
 */
export interface RetentionReviews {
  /** Those due before `before`, the longest due first. */
  due(before: number, limit: number): Promise<readonly RetentionReview[]>;
  /** Look again at `until`. */
  postpone(review: RetentionReview, until: number): Promise<void>;
  /** The tenant is gone. */
  end(review: RetentionReview): Promise<void>;
  /** Is there a hand-out of it, or a download that opens later, which is not over? Strongly consistent. */
  isWanted(backup: Backup, now: number): Promise<boolean>;
  /**
   * ready → deleted; its bytes are due to be removed when its archive's lock and the grace are over. False: it is not ready
   * any more, it was pinned or handed out meanwhile, or the tenant's retention is not as `seen`. Nothing was written then.
   */
  remove(backup: Backup, seen: Tenant, change: Change): Promise<boolean>;
}
