import type * as z from "zod/mini";
import type { auditEventsShape } from "../../../functions/http/representations/audit-event.ts";
import type { auditExportShape } from "../../../functions/http/representations/audit-export.ts";
import type { backupShape, backupsShape } from "../../../functions/http/representations/backup.ts";
import type { backupFilesShape } from "../../../functions/http/representations/backup-file.ts";
import type { madeTokenShape, tokensShape } from "../../../functions/http/representations/backup-token.ts";
import type { madeCollectionCodeShape } from "../../../functions/http/representations/collection.ts";
import type { disabledPasswordsShape } from "../../../functions/http/representations/disabled-password.ts";
import type { grantShape, ticketShape } from "../../../functions/http/representations/download.ts";
import type { openingShape } from "../../../functions/http/representations/download-opening.ts";
import type { estimateShape } from "../../../functions/http/representations/estimate.ts";
import type { extractShape } from "../../../functions/http/representations/extract.ts";
import type { installationShape } from "../../../functions/http/representations/installation.ts";
import type { acceptedBackupShape } from "../../../functions/http/representations/job-status.ts";
import type { missingFilesShape } from "../../../functions/http/representations/missing-file.ts";
import type { openSessionsShape } from "../../../functions/http/representations/open-session.ts";
import type { sessionShape } from "../../../functions/http/representations/session.ts";
import type { settingsShape } from "../../../functions/http/representations/settings.ts";
import type { begunSignOnShape } from "../../../functions/http/representations/single-sign-on.ts";

/** What the API answers, as the functions themselves are typed by. Types alone: no code of theirs comes along. */
export type Installation = z.infer<typeof installationShape>;
export type Session = z.infer<typeof sessionShape>;
export type OpenSessions = z.infer<typeof openSessionsShape>;
export type DisabledPasswords = z.infer<typeof disabledPasswordsShape>;
export type DisabledPassword = DisabledPasswords["_embedded"]["elements"][number];
export type CollectionCode = z.infer<typeof madeCollectionCodeShape>;
export type Settings = z.infer<typeof settingsShape>;
export type RetentionPolicy = Omit<Settings["administrator"]["backup_retention"], "pending">;
export type Schedule = NonNullable<Settings["administrator"]["backup_schedule"]>;
/** One at a time. */
export type SettingChange =
  | { readonly backup_api_pull: boolean }
  | { readonly backup_retention: RetentionPolicy }
  | { readonly backup_schedule: null }
  | { readonly backup_schedule: Pick<Schedule, "cron" | "timeZone" | "attachments">; readonly backupToken: string };
export type Tokens = z.infer<typeof tokensShape>;
export type Token = Tokens["_embedded"]["elements"][number];
export type MadeToken = z.infer<typeof madeTokenShape>;
export type Estimate = z.infer<typeof estimateShape>;
export type AcceptedBackup = z.infer<typeof acceptedBackupShape>;
export type Backup = z.infer<typeof backupShape>;
export type Backups = z.infer<typeof backupsShape>;
export type BackupFiles = z.infer<typeof backupFilesShape>;
export type BackupFile = BackupFiles["_embedded"]["elements"][number];
export type MissingFiles = z.infer<typeof missingFilesShape>;
export type Extract = z.infer<typeof extractShape>;
export type Ticket = z.infer<typeof ticketShape>;
export type BegunSignOn = z.infer<typeof begunSignOnShape>;
export type Opening = z.infer<typeof openingShape>;
export type AuditEvents = z.infer<typeof auditEventsShape>;
export type AuditEvent = AuditEvents["_embedded"]["elements"][number];
export type AuditExport = z.infer<typeof auditExportShape>;
export type Grant = z.infer<typeof grantShape>;

/** What somebody brings to prove themselves once more. */
export interface Proof {
  readonly password?: string;
  readonly code?: string;
  readonly singleSignOn?: true;
  /** They can bring nothing: it takes a day instead. */
  readonly wait?: true;
}
