import * as z from "zod/mini";
import type { Backup } from "../../domain/backup/backup.ts";
import { failureRow } from "../../domain/failure.ts";
import type { BackupActions } from "../../domain/history/backup-actions.ts";
import type { BackupProgress } from "../../domain/history/backup-progress.ts";
import { KEPT_AS, type KeptAs } from "../../domain/retention/retained.ts";
import { type CollectionPage, renderCollectionPage } from "./collection-page.ts";
import {
  actionShape,
  backupPath,
  backupsPath,
  contentPath,
  filesPath,
  isoTime,
  jobStatusPath,
  linkShape,
  missingFilesPath,
  timeShape,
} from "./wire.ts";

const stateShape = z.enum(["queued", "dumping", "packing", "sealing", "ready", "failed", "cancelled", "deleted"]);

const counted = z.strictObject({ done: z.int(), total: z.nullable(z.int()) });

const progressShape = z.strictObject({
  _type: z.literal("BackupProgress"),
  entries: counted,
  /** Of the archive; null while nobody can know. */
  bytes: counted,
  expectedEndAt: timeShape,
});

export const backupShape = z.strictObject({
  _type: z.literal("Backup"),
  id: z.string(),
  state: stateShape,
  requester: z.strictObject({ id: z.int(), login: z.string(), name: z.string() }),
  /** Made by the schedule that the requester set. */
  scheduled: z.boolean(),
  createdAt: timeShape,
  endedAt: z.nullable(timeShape),
  /** Until then nobody can remove the archive, and retention does not. */
  keptUntil: z.nullable(timeShape),
  /**
   * Why retention keeps it (a pin counts for seven days after it is gone); empty: the next review, within a day, removes it.
   * Null: it has no archive, or it is too far back.
   */
  retainedAs: z.nullable(z.array(z.enum(KEPT_AS))),
  label: z.nullable(z.string()),
  pinned: z.boolean(),
  /** Attachments were asked for. */
  attachments: z.boolean(),
  attachmentsLeftOut: z.nullable(z.enum(["not-asked", "switched-off", "over-size-limit"])),
  /** Bytes of the archive. */
  size: z.nullable(z.int()),
  entries: z.nullable(z.int()),
  missing: z.nullable(z.int()),
  failure: z.nullable(z.strictObject({ code: z.string(), message: z.string() })),
  _embedded: z.exactOptional(z.strictObject({ progress: progressShape })),
  _links: z.strictObject({
    self: linkShape,
    job_status: z.exactOptional(linkShape),
    content: z.exactOptional(linkShape),
    step_up: z.exactOptional(actionShape),
    files: z.exactOptional(linkShape),
    missing_files: z.exactOptional(linkShape),
    update: z.exactOptional(actionShape),
    cancel: z.exactOptional(actionShape),
    delete: z.exactOptional(actionShape),
    ask_support: z.exactOptional(actionShape),
  }),
});

/** What is not in a backup's record. */
interface BackupNews {
  /** While it is made. */
  readonly progress?: BackupProgress | undefined;
  readonly retainedAs?: readonly KeptAs[] | undefined;
}

/** `actions`: what this caller may do with it now. */
export const renderBackup = (
  backup: Backup,
  actions: BackupActions,
  { progress, retainedAs }: BackupNews = {},
): z.infer<typeof backupShape> => ({
  _type: "Backup",
  id: backup.backupId,
  state: backup.state,
  requester: {
    id: backup.requestedBy.userId,
    login: backup.requestedBy.login,
    name: backup.requestedBy.name,
  },
  scheduled: backup.requestedBy.scheduleId !== undefined,
  createdAt: isoTime(backup.requestedAt),
  endedAt: timeOrNull(backup.endedAt),
  keptUntil: timeOrNull(backup.archive?.keptUntil),
  retainedAs: retainedAs ? [...retainedAs] : null,
  label: backup.label ?? null,
  pinned: backup.isPinned ?? false,
  attachments: backup.wantsAttachments,
  attachmentsLeftOut: backup.dump?.attachmentsLeftOut ?? null,
  size: backup.archive?.bytes ?? null,
  entries: backup.archive?.entries ?? backup.dump?.entries ?? null,
  missing: backup.archive?.missing ?? backup.dump?.missing ?? null,
  failure: backup.failure ? { code: backup.failure, message: failureRow(backup.failure).message } : null,
  ...(progress ? { _embedded: { progress: renderProgress(progress) } } : {}),
  _links: linksOf(backup.backupId, actions),
});

const timeOrNull = (ms: number | undefined): string | null => (ms === undefined ? null : isoTime(ms));

const renderProgress = ({ entries, bytes, expectedEndAt }: BackupProgress): z.infer<typeof progressShape> => ({
  _type: "BackupProgress",
  entries: { done: entries.done, total: entries.total ?? null },
  bytes: { done: bytes.done, total: bytes.total ?? null },
  expectedEndAt: isoTime(expectedEndAt),
});

function linksOf(backupId: string, may: BackupActions): z.infer<typeof backupShape>["_links"] {
  const self = backupPath(backupId);
  return {
    self: { href: self },
    ...(may.seeJobStatus ? { job_status: { href: jobStatusPath(backupId) } } : {}),
    ...(may.fetch ? { content: { href: contentPath(backupId) } } : {}),
    ...(may.stepUp ? { step_up: { href: `${self}/tickets`, method: "post" as const } } : {}),
    ...(may.seeFiles
      ? { files: { href: filesPath(backupId) }, missing_files: { href: missingFilesPath(backupId) } }
      : {}),
    ...(may.annotate ? { update: { href: self, method: "patch" as const } } : {}),
    ...(may.cancel ? { cancel: { href: `${self}/cancel`, method: "post" as const } } : {}),
    ...(may.delete ? { delete: { href: self, method: "delete" as const } } : {}),
    ...(may.askSupport ? { ask_support: { href: `${self}/support_request`, method: "post" as const } } : {}),
  };
}

export const backupsShape = z.strictObject({
  _type: z.literal("Collection"),
  count: z.int(),
  pageSize: z.int(),
  _embedded: z.strictObject({ elements: z.array(backupShape) }),
  _links: z.strictObject({ self: linkShape, nextByCursor: z.exactOptional(linkShape) }),
});

export const renderBackups = (page: CollectionPage<z.infer<typeof backupShape>>): z.infer<typeof backupsShape> =>
  renderCollectionPage(backupsPath, page);
