import type { PauseReason } from "../schedule/schedule.ts";

/**
 * Something people are told about by mail. One event makes one notice for each of its recipients: the user it is about,
 * and every active administrator of the tenant, once each.
 */
export type NoticeEvent = {
  readonly eventId: string;
  readonly tenantId: string;
  readonly at: number;
} & NoticeContent;

export type NoticeContent =
  | TokenNotice
  | {
      readonly kind: "token-wait-skipped";
      /** The holder. */
      readonly about: Person;
      /** What the operator gave as the reason. */
      readonly reason: string;
      /** When the wait would have been over; milliseconds. */
      readonly validFrom: number;
    }
  | {
      /** So many wrong passwords or codes in a row that none is looked at any more. */
      readonly kind: "password-disabled";
      /** Whose password it is. */
      readonly about: Person;
      /** Where the last one came from. */
      readonly address: string;
    }
  | {
      readonly kind: "password-enabled";
      readonly about: Person;
      /** The administrator who did it; absent: the operator. */
      readonly by?: Person;
    }
  | {
      /** An API key presented so many wrong backup tokens that it has to wait. */
      readonly kind: "wrong-backup-tokens";
      /** The key's owner. */
      readonly about: Person;
      readonly address: string;
    }
  | { readonly kind: "backup-ready"; readonly about: Person; readonly backup: ReadyBackup }
  | {
      readonly kind: "backup-failed";
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      readonly reason: string;
    }
  | {
      readonly kind: "backup-downloaded";
      /** Who downloads it. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      readonly address: string;
    }
  | {
      /** One file out of a backup. */
      readonly kind: "file-downloaded";
      /** Who downloads it. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      readonly file: string;
      readonly address: string;
    }
  | { readonly kind: "backup-pulled"; readonly about: Person; readonly backupId: string; readonly address: string }
  | {
      /** Pulls of one API key within one week, beyond those that were told at once. */
      readonly kind: "pull-digest";
      readonly about: Person;
      readonly pulls: number;
      /** First and last moment of the week; milliseconds. */
      readonly from: number;
      readonly until: number;
    }
  | {
      readonly kind: "backup-deleted";
      /** Who deleted it. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      /** Until then its bytes are still there, locked; milliseconds. */
      readonly keptUntil: number;
      readonly label?: string;
    }
  | {
      /** Retention removes it some days later, unless it keeps it for another reason. */
      readonly kind: "backup-unpinned";
      /** Who took the pin away. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      /** Until then it is not removed; milliseconds. */
      readonly keptUntil: number;
      readonly label?: string;
    }
  | {
      /** The installation is to be removed; this is its last backup. */
      readonly kind: "tenant-leaving";
      /** Who asked for the backup. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      /** Until then it can be downloaded; milliseconds. */
      readonly endsAt: number;
      readonly reason: string;
    }
  | {
      readonly kind: "collection-code-made";
      /** Who made it. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      /** Until then it opens the backup; milliseconds. */
      readonly endsAt: number;
    }
  | {
      /** Support opened it to the administrators. */
      readonly kind: "backup-handed-out";
      /** Who asked for it at the time. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      readonly ticketNumber: string;
      /** Of one that was deleted: until then it can be downloaded all the same; milliseconds. */
      readonly endsAt?: number;
    }
  | {
      /** A download opens a day later, unless it is stopped. */
      readonly kind: "opening-asked";
      /** Who asked for it. */
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      /** Milliseconds. */
      readonly opensAt: number;
      readonly address: string;
    }
  | {
      readonly kind: "opening-stopped";
      /** Who asked for it. */
      readonly about: Person;
      readonly by: Person;
      readonly backupId: string;
    }
  | {
      readonly kind: "settings-changed";
      /** Who changed it. */
      readonly about: Person;
      readonly setting: "backup_api_pull" | "backup_retention" | "backup_schedule";
      readonly value: string;
      /** When it comes into force, if that is not at once; milliseconds. */
      readonly actsAt?: number;
    }
  | {
      /** No backup is started by it any more, until somebody sets it anew. */
      readonly kind: "schedule-paused";
      /** Who set it. */
      readonly about: Person;
      /** As people read it. */
      readonly schedule: string;
      readonly reason: PauseReason;
    }
  | {
      /** No good backup for longer than the schedule promises. */
      readonly kind: "backup-overdue";
      /** Who set the schedule. */
      readonly about: Person;
      readonly schedule: string;
      /** The due time that there is none for; milliseconds. */
      readonly since: number;
      /** When the newest one was asked for; absent: there is none. */
      readonly newestAt?: number;
    }
  | {
      /** For support alone. */
      readonly kind: "support-asked";
      readonly about: Person;
      readonly backupId: string;
      readonly requestedAt: number;
      readonly state: string;
      /** Why it failed, if it did: a text of ours. */
      readonly reason?: string;
      /** What the person wrote. */
      readonly message?: string;
    };

/** What is told by one kind of notice. */
export type NoticeOf<Kind extends NoticeContent["kind"]> = Extract<NoticeContent, { kind: Kind }>;

export interface TokenNotice {
  readonly kind: "token-made" | "token-reset" | "token-revoked";
  /** The holder. */
  readonly about: Person;
  readonly by: Person;
  readonly validFrom: number;
}

export interface Person {
  readonly userId: number;
  readonly login: string;
  readonly name: string;
}

/** By which means it was asked for; in person where nothing is said. */
export type AskedBy = "api-key" | "schedule";

interface ReadyBackup {
  readonly backupId: string;
  readonly askedBy?: AskedBy;
  readonly requestedAt: number;
  readonly archiveBytes: number;
  readonly entries: number;
  readonly missing: number;
  /** Why attachments were left out as a whole, if they were. */
  readonly attachmentsLeftOut?: string;
  /** Until when the archive is kept; milliseconds. */
  readonly keptUntil: number;
}
