import type { FailureCode } from "../failure.ts";
import type { Person } from "../notice/notice-event.ts";
import type { PartRange } from "./build-work.ts";

export type BackupState = "queued" | "dumping" | "packing" | "sealing" | "ready" | "failed" | "cancelled" | "deleted";

/** The record of one backup. `backupId` is also its job status id: one thing, one name. */
export interface Backup {
  readonly tenantId: string;
  readonly backupId: string;
  readonly state: BackupState;
  readonly requestedAt: number;
  readonly requestedBy: Requester;
  /** The installation's title when it was asked for: the archive says it, and must say the same whenever it is sealed. */
  readonly title: string;
  /** Attachments were asked for. */
  readonly wantsAttachments: boolean;
  /** Owns the object keys and the one upload; 0 until the dump has chosen it. */
  readonly generation: number;
  readonly dump?: DumpFacts;
  readonly layout?: LayoutFacts;
  readonly archive?: ArchiveFacts;
  readonly endedAt?: number;
  readonly failure?: FailureCode;
  /** What people call it; one line of at most `LABEL_CHARACTERS_MAX`. */
  readonly label?: string;
  /** Never removed by retention. */
  readonly isPinned?: boolean;
  /** By whom it was last pinned, and when. */
  readonly pinnedBy?: number;
  readonly pinnedAt?: number;
  /** When it was last pinned no more; retention leaves it alone for some days after. */
  readonly unpinnedAt?: number;
}

/** Who asked, and with which API key: that key may pull the result. */
export interface Requester extends Person {
  /** Absent when asked from the console. */
  readonly apiKeyId?: number;
  /** Asked on the tenant's behalf, by the support person of this name. */
  readonly staffName?: string;
  /** Made by this schedule, which the person set. */
  readonly scheduleId?: string;
}

/** What the dump step leaves: two objects in the work bucket, made in one database snapshot. */
export interface DumpFacts {
  readonly dumpKey: string;
  readonly dumpBytes: number;
  readonly dumpCrc32: number;
  /** Hex. */
  readonly dumpSha256: string;
  /** Of the database as it lay on disk then, indexes and all; absent on dumps older than this member. */
  readonly databaseBytes?: number;
  /** How long the dump alone took, in whole seconds; absent likewise. */
  readonly dumpMs?: number;
  readonly inventoryKey: string;
  /** How often sources changed and the inventory was made anew; absent before the first time. */
  readonly inventoryRevision?: number;
  readonly entries: number;
  readonly missing: number;
  /** Sum of the attachments' bytes that go in. */
  readonly attachmentBytes: number;
  readonly snapshotAt: number;
  /** Rows in all tables. */
  readonly rows: number;
  readonly attachmentsLeftOut?: "not-asked" | "switched-off" | "over-size-limit";
  /** Whose archive the inventory says to copy from; absent where nothing is. */
  readonly previous?: PreviousArchive;
}

/** The tenant's archive before this one. */
export interface PreviousArchive {
  readonly backupId: string;
  readonly archiveKey: string;
  readonly versionId: string;
}

/** What the layout step leaves: the part index in the work bucket, and an open upload in the archive bucket. */
export interface LayoutFacts {
  readonly partIndexKey: string;
  readonly archiveKey: string;
  readonly uploadId: string;
  readonly parts: number;
  /** Bytes in the parts of the index; the seal adds the tail. */
  readonly bytes: number;
  /** Ranges of the present round that are not done yet; the one that brings it to 0 starts what follows. */
  readonly rangesLeft: number;
  readonly round: 1 | 2;
  /** What round 2 will be dealt as; empty when no part needs it. */
  readonly laterRanges: readonly PartRange[];
  /** Parts with a row, and entries that begin in them; absent before the first. */
  readonly partsDone?: number;
  readonly entriesDone?: number;
}

/** The published archive: this pointer never changes. */
export interface ArchiveFacts {
  readonly archiveKey: string;
  readonly versionId: string;
  readonly bytes: number;
  /** Of the whole object. */
  readonly crc32: number;
  readonly entries: number;
  readonly missing: number;
  readonly keptUntil: number;
  /** Where its list of entries stands, for the archive after it; absent in archives that are older than this. */
  readonly entriesList?: EntriesListFacts;
}

export interface EntriesListFacts {
  /** Of the text's first byte, in the archive. */
  readonly offset: number;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export const LIVE_STATES: readonly BackupState[] = ["queued", "dumping", "packing", "sealing"];
export const ENDED_STATES: readonly BackupState[] = ["ready", "failed", "cancelled", "deleted"];

export const isEnded = (backup: Backup): boolean => ENDED_STATES.includes(backup.state);

/** The status word of `job_statuses`, as OpenProject has it. */
export type JobStatus = "in_queue" | "in_process" | "success" | "failure" | "cancelled";

const JOB_STATUS: Readonly<Record<BackupState, JobStatus>> = {
  queued: "in_queue",
  dumping: "in_process",
  packing: "in_process",
  sealing: "in_process",
  ready: "success",
  deleted: "success",
  failed: "failure",
  cancelled: "cancelled",
};

export const jobStatus = (backup: Backup): JobStatus => JOB_STATUS[backup.state];
