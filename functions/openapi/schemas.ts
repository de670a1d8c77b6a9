import type * as z from "zod/mini";
import { auditExportRequestShape } from "../audit/export-log.ts";
import { backupRequestShape } from "../backups/request.ts";
import { openingRequestShape } from "../downloads/ask-opening.ts";
import { collectionRequestShape } from "../downloads/collect.ts";
import { grantRequestShape } from "../downloads/open-grant.ts";
import { ticketRequestShape } from "../downloads/step-up.ts";
import { extractRequestShape } from "../files/take-out.ts";
import { backupNoteShape } from "../history/annotate-backup.ts";
import { supportRequestShape } from "../history/ask-support.ts";
import { confirmationShape } from "../http/confirmation.ts";
import { auditEventsShape } from "../http/representations/audit-event.ts";
import { auditExportShape } from "../http/representations/audit-export.ts";
import { backupShape, backupsShape } from "../http/representations/backup.ts";
import { backupFilesShape } from "../http/representations/backup-file.ts";
import { madeTokenShape, tokensShape } from "../http/representations/backup-token.ts";
import { madeCollectionCodeShape } from "../http/representations/collection.ts";
import { disabledPasswordsShape } from "../http/representations/disabled-password.ts";
import { grantShape, ticketShape } from "../http/representations/download.ts";
import { openingShape } from "../http/representations/download-opening.ts";
import { errorShape } from "../http/representations/error.ts";
import { estimateShape } from "../http/representations/estimate.ts";
import { extractShape } from "../http/representations/extract.ts";
import { installationShape } from "../http/representations/installation.ts";
import { acceptedBackupShape, jobStatusShape } from "../http/representations/job-status.ts";
import { missingFilesShape } from "../http/representations/missing-file.ts";
import { openSessionsShape } from "../http/representations/open-session.ts";
import { sessionShape } from "../http/representations/session.ts";
import { settingsShape } from "../http/representations/settings.ts";
import { begunSignOnShape, completedSignOnShape } from "../http/representations/single-sign-on.ts";
import { supportRequestAnswerShape } from "../http/representations/support-request.ts";
import { signInShape } from "../sessions/sign-in.ts";
import { signInByIdentityShape } from "../sessions/sign-in-by-identity.ts";
import { settingsChangeShape } from "../settings/change-settings.ts";
import { signOnRequestShape } from "../single-sign-on/begin.ts";
import { signOnAnswerShape } from "../single-sign-on/complete.ts";
import { tokenRequestShape } from "../tokens/make-token.ts";

/** What requests carry: read by these very shapes. */
export const REQUEST_SCHEMAS = {
  SignIn: signInShape,
  SignInByIdentity: signInByIdentityShape,
  SignOnRequest: signOnRequestShape,
  SignOnAnswer: signOnAnswerShape,
  TokenRequest: tokenRequestShape,
  BackupRequest: backupRequestShape,
  BackupNote: backupNoteShape,
  Confirmation: confirmationShape,
  SupportQuestion: supportRequestShape,
  SettingsChange: settingsChangeShape,
  TicketRequest: ticketRequestShape,
  GrantRequest: grantRequestShape,
  ExtractRequest: extractRequestShape,
  CollectionRequest: collectionRequestShape,
  OpeningRequest: openingRequestShape,
  AuditExportRequest: auditExportRequestShape,
} as const satisfies Record<string, z.core.$ZodType>;

/** What answers carry: rendered as these very types. */
export const ANSWER_SCHEMAS = {
  Installation: installationShape,
  Session: sessionShape,
  OpenSessions: openSessionsShape,
  SignOn: begunSignOnShape,
  SignOnIdentity: completedSignOnShape,
  DisabledPasswords: disabledPasswordsShape,
  BackupTokens: tokensShape,
  MadeToken: madeTokenShape,
  CollectionCode: madeCollectionCodeShape,
  AcceptedBackup: acceptedBackupShape,
  JobStatus: jobStatusShape,
  Backups: backupsShape,
  Backup: backupShape,
  BackupEstimate: estimateShape,
  SupportRequest: supportRequestAnswerShape,
  BackupSettings: settingsShape,
  DownloadTicket: ticketShape,
  DownloadGrant: grantShape,
  DownloadOpening: openingShape,
  BackupFiles: backupFilesShape,
  MissingFiles: missingFilesShape,
  Extract: extractShape,
  AuditEvents: auditEventsShape,
  AuditExport: auditExportShape,
  Error: errorShape,
} as const satisfies Record<string, z.core.$ZodType>;

export type SchemaName = keyof typeof REQUEST_SCHEMAS | keyof typeof ANSWER_SCHEMAS;
