import * as z from "zod/mini";
import { type Backup, jobStatus } from "../../domain/backup/backup.ts";
import { failureRow } from "../../domain/failure.ts";
import { contentPath, isoTime, jobStatusPath, linkShape, titledLinkShape } from "./wire.ts";

export const acceptedBackupShape = z.strictObject({
  _type: z.literal("Backup"),
  jobStatusId: z.string(),
  _links: z.strictObject({ job_status: titledLinkShape }),
});

/** The answer to an accepted request, as OpenProject gives it. */
export const renderAcceptedBackup = ({ backupId, requestedAt }: Backup): z.infer<typeof acceptedBackupShape> => ({
  _type: "Backup",
  jobStatusId: backupId,
  _links: { job_status: { title: `Backup of ${isoTime(requestedAt)}`, href: jobStatusPath(backupId) } },
});

export const jobStatusShape = z.strictObject({
  _type: z.literal("JobStatus"),
  jobId: z.string(),
  status: z.enum(["in_queue", "in_process", "success", "failure", "error", "cancelled"]),
  message: z.nullable(z.string()),
  payload: z.nullable(z.strictObject({ download: z.string(), mime_type: z.literal("application/zip") })),
  _links: z.strictObject({ self: linkShape }),
});

export const renderJobStatus = (backup: Backup): z.infer<typeof jobStatusShape> => ({
  _type: "JobStatus",
  jobId: backup.backupId,
  status: jobStatus(backup),
  message: jobMessage(backup),
  payload: backup.state === "ready" ? { download: contentPath(backup.backupId), mime_type: "application/zip" } : null,
  _links: { self: { href: jobStatusPath(backup.backupId) } },
});

/** One of a fixed list of texts: nothing that a database or a store said. */
function jobMessage(backup: Backup): string | null {
  if (backup.failure) return failureRow(backup.failure).message;
  const missing = backup.archive?.missing ?? 0;
  if (backup.state === "ready" && missing > 0) {
    return `Ready. ${missing} attachment${missing === 1 ? "" : "s"} could not be read and ${missing === 1 ? "is" : "are"} listed in MISSING_ATTACHMENTS.txt.`;
  }
  return null;
}
