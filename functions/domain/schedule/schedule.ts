import type { Person } from "../notice/notice-event.ts";
import type { DueTimes } from "./due-times.ts";

/**
 * A tenant's schedule. It makes backups by the backup token of the administrator who set it: when that token is gone, or its
 * holder may not make backups any more, it is paused until somebody sets it anew.
 */
export interface Schedule extends DueTimes {
  readonly tenantId: string;
  readonly scheduleId: string;
  readonly wantsAttachments: boolean;
  readonly holder: Person;
  readonly tokenId: string;
  readonly createdAt: number;
  /** Goes up with every write: whoever changes it insists on what they saw. */
  readonly revision: number;
  /** The next time a backup is due, or the one that is still tried; absent while paused. */
  readonly nextRunAt?: number;
  /** Since when that one is tried in vain. */
  readonly triedSince?: number;
  readonly pause?: Pause;
  readonly lastRun?: Run;
  /** A good backup that was asked for from then on is what the schedule promises next. */
  readonly promisedAt: number;
  /** When to look next whether it is there. */
  readonly lookAt: number;
  /** Since when one is missing that was promised; people were told. */
  readonly overdueSince?: number;
}

/** The token was revoked or replaced; the holder was locked or lost the permission. */
export const PAUSE_REASONS = ["token-gone", "permission-withdrawn"] as const;
export type PauseReason = (typeof PAUSE_REASONS)[number];

export interface Pause {
  readonly reason: PauseReason;
  readonly at: number;
}

/** Another backup was being made all the time; backups are switched off. */
export const SKIP_REASONS = ["backup-pending", "backups-disabled"] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

export interface Run {
  readonly at: number;
  /** What was started. */
  readonly backupId?: string;
  /** Why nothing was. */
  readonly skipped?: SkipReason;
}

/** When somebody has to see to it; milliseconds. */
export const dueAtOf = ({ nextRunAt, lookAt }: Schedule): number => Math.min(nextRunAt ?? lookAt, lookAt);

/** For mails and the audit log. */
export const scheduleText = ({
  cron,
  timeZone,
  wantsAttachments,
}: Pick<Schedule, "cron" | "timeZone" | "wantsAttachments">): string =>
  `${cron} (${timeZone}), ${wantsAttachments ? "with" : "without"} attachments`;
