import type { Backup, BackupState } from "../backup/backup.ts";
import type { Change } from "../backup/backup-store.ts";

/** One page of a tenant's backups. */
export interface HistoryWish {
  readonly tenantId: string;
  /** Only what this user asked for. */
  readonly requestedBy?: number;
  readonly states: readonly BackupState[];
  /** At most so many. */
  readonly pageSize: number;
  /** `next` of the page before; what was never one gives a page all the same. */
  readonly after?: string;
}

export interface HistoryPage {
  readonly backups: readonly Backup[];
  /** Where the next page begins; absent on the last one. A page may be short, or even empty, and still have it. */
  readonly next?: string;
}

/** What people may write on a backup; an absent member stays as it is. */
export interface BackupNote {
  /** Empty: none any more. */
  readonly label?: string;
  readonly isPinned?: boolean;
  /** The user who pins it. */
  readonly pinnedBy?: number;
}

/**
 * What people do to backups that were accepted. Every change is one atomic write; one that returns `boolean` gives false
 * when the backup is not in a state for it any more, and has then written nothing.
 */
export interface BackupHistory {
  /** Newest first. Strongly consistent. */
  list(wish: HistoryWish): Promise<HistoryPage>;
  /** Any live state → cancelled: its steps are over, its slot is free, and what it left is due to be removed. */
  cancel(backup: Backup, change: Change): Promise<boolean>;
  /** ready → deleted; what it left is due to be removed: its archive when that one's lock ends. */
  remove(backup: Backup, change: Change): Promise<boolean>;
  /** Any state but deleted. When a pin was set or taken away is kept. */
  annotate(backup: Backup, note: BackupNote, change: Change): Promise<boolean>;
  /** Nothing changes: only the fact and its notices. */
  record(change: Change): Promise<void>;
}
