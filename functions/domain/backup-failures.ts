import { type FailureRow, retryable, row } from "./failure-row.ts";

/** What a backup can fail with; the text goes into the status, the mail and the history. */
export const BACKUP_FAILURES = {
  "dump-failed": retryable(
    500,
    "BackupFailed",
    "The database could not be dumped. Try again; if it fails again, ask support.",
  ),
  "dump-client-outdated": row(
    500,
    "BackupFailed",
    "The database server is newer than the dump program of this service. Support has to update it.",
  ),
  "dump-too-long": row(
    500,
    "BackupFailed",
    "Dumping the database of your installation takes longer than a backup has time for. Trying again does not help: ask support.",
  ),
  "attachments-unavailable": retryable(
    500,
    "BackupFailed",
    "The attachment store could not be read. Try again later; if it lasts, ask support.",
  ),
  "source-changed": retryable(
    500,
    "BackupFailed",
    "Attachments kept changing while they were read. Try again at a quieter time.",
  ),
  "archive-too-large": row(500, "BackupFailed", "This installation is larger than one archive can hold. Ask support."),
  "archive-corrupt": row(
    500,
    "BackupFailed",
    "The finished archive did not pass its check and was thrown away. Try again; if it fails again, ask support.",
  ),
  "no-progress": row(
    500,
    "BackupFailed",
    "The backup made no progress after several attempts. Try again; if it fails again, ask support.",
  ),
  "permission-withdrawn": row(
    500,
    "BackupFailed",
    "The person who asked lost the permission to create backups before this one was made.",
  ),
  "store-refused": row(500, "BackupFailed", "The archive store refused an operation. Support has to look at it."),
  "store-not-found": row(
    500,
    "BackupFailed",
    "An object that should be in the store is gone. Try again; if it fails again, ask support.",
  ),
  "store-conflict": row(500, "BackupFailed", "An object in the store was changed by someone else. Try again."),
} as const satisfies Record<string, FailureRow>;
