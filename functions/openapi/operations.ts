import { auditQueryShape } from "../audit/list-events.ts";
import { estimateQueryShape } from "../history/estimate-backup.ts";
import { backupsQueryShape } from "../history/list-backups.ts";
import type { RouteName } from "../routes.ts";
import { DOWNLOAD_OPERATIONS } from "./download-operations.ts";
import type { Operation } from "./operation.ts";
import { BACKUP, BODY, CHANGE, CONFIRM, SIGN_ON } from "./usual-failures.ts";

/** One for each route: a route that is missing here, or a row without a route, does not compile. */
export const OPERATIONS: Readonly<Record<RouteName, Operation>> = {
  "GET /api/v3/installation": {
    summary: "What whoever is about to sign in has to know",
    status: 200,
    answer: "Installation",
  },
  "POST /api/v3/sessions": {
    summary: "Sign in. The session's id is set as a cookie.",
    body: "SignIn",
    status: 201,
    answer: "Session",
    failures: [...BODY, "sign-in-refused", "too-many-attempts"],
  },
  "POST /api/v3/sessions/single_sign_on": {
    summary: "Sign in by the identity that a single sign-on found, which the cookie names. Send an empty object.",
    body: "SignInByIdentity",
    status: 201,
    answer: "Session",
    failures: [...BODY, "single-sign-on-refused"],
  },
  "GET /api/v3/sessions": { summary: "Where one is signed in", status: 200, answer: "OpenSessions" },
  "DELETE /api/v3/sessions": {
    summary: "End every session of one's own but this one, which goes on under a new id",
    body: "Confirmation",
    status: 204,
    failures: [...BODY, ...CONFIRM],
  },
  "GET /api/v3/sessions/current": { summary: "Who is signed in", status: 200, answer: "Session" },
  "DELETE /api/v3/sessions/current": { summary: "Sign out", status: 204 },

  "GET /api/v3/single_sign_on": { summary: "The page that browsers begin at and come back to", status: 200 },
  "POST /api/v3/single_sign_on": {
    summary: "Begin a single sign-on: where the browser has to go. What it has to bring back is set as a cookie.",
    body: "SignOnRequest",
    status: 201,
    answer: "SignOn",
    failures: [...BODY, ...SIGN_ON, "unauthenticated", "step-up-impossible", "too-many-attempts"],
  },
  "POST /api/v3/single_sign_on/identities": {
    summary: "End a single sign-on: who the identity provider says it is. The identity’s id is set as a cookie.",
    body: "SignOnAnswer",
    status: 201,
    answer: "SignOnIdentity",
    failures: [...BODY, ...SIGN_ON, "single-sign-on-refused"],
  },

  "GET /api/v3/disabled_passwords": {
    summary: "Whose password is not looked at any more, after too many wrong ones in a row; for administrators",
    status: 200,
    answer: "DisabledPasswords",
    failures: ["not-an-administrator"],
  },
  "DELETE /api/v3/disabled_passwords/{userId}": {
    summary: "Enable somebody else's password again. The session goes on under a new id.",
    body: "Confirmation",
    status: 204,
    failures: [...BODY, ...CONFIRM, "not-an-administrator", "not-found"],
  },

  "GET /api/v3/backup_tokens": {
    summary: "Who has a backup token: administrators see all holders, others themselves",
    status: 200,
    answer: "BackupTokens",
  },
  "POST /api/v3/backup_tokens": {
    summary: "Create or reset one's backup token. This answer alone ever holds it.",
    body: "TokenRequest",
    status: 201,
    answer: "MadeToken",
    failures: [...BODY, ...CONFIRM, "missing-permission", "opening-needless", "token-exists", "confirmation-word"],
  },
  "DELETE /api/v3/backup_tokens/{userId}": {
    summary: "Revoke a backup token: one's own, or anyone's for an administrator",
    status: 204,
    failures: ["not-found"],
  },

  "POST /api/v3/backups": {
    summary: "Ask for a backup",
    body: "BackupRequest",
    status: 202,
    answer: "AcceptedBackup",
    failures: [
      ...BODY,
      "backup-token-missing",
      "missing-permission",
      "backup-token-refused",
      "backup-token-waiting",
      "backup-pending",
      "daily-limit",
      "idempotency-key-reused",
      "too-many-attempts",
    ],
  },
  "GET /api/v3/job_statuses/{backupId}": {
    summary: "How far one's own request is",
    status: 200,
    answer: "JobStatus",
    failures: BACKUP,
  },

  "GET /api/v3/backups": {
    summary: "Backups, newest first: administrators see the installation's, others their own",
    query: backupsQueryShape,
    status: 200,
    answer: "Backups",
    failures: ["constraint-violation"],
  },
  "GET /api/v3/backups/estimate": {
    summary: "What a backup would hold if it were asked for now, and how long it would take",
    query: estimateQueryShape,
    status: 200,
    answer: "BackupEstimate",
    failures: ["constraint-violation", "missing-permission"],
  },
  "GET /api/v3/backups/{backupId}": {
    summary: "One backup: its facts, how far it is, what may be done with it now",
    status: 200,
    answer: "Backup",
    failures: BACKUP,
  },
  "PATCH /api/v3/backups/{backupId}": {
    summary: "Label or pin a backup",
    body: "BackupNote",
    status: 200,
    answer: "Backup",
    failures: [...BODY, ...CHANGE],
  },
  "DELETE /api/v3/backups/{backupId}": {
    summary: "Delete a backup: hidden at once; its bytes go when their lock ends",
    body: "Confirmation",
    status: 204,
    failures: [...BODY, ...CHANGE, ...CONFIRM, "nothing-to-delete"],
  },
  "POST /api/v3/backups/{backupId}/cancel": {
    summary: "Cancel a backup that is being made; another may be asked for at once",
    status: 200,
    answer: "Backup",
    failures: [...CHANGE, "backup-ended"],
  },
  "POST /api/v3/backups/{backupId}/support_request": {
    summary: "Ask support about a backup, by mail",
    body: "SupportQuestion",
    status: 202,
    answer: "SupportRequest",
    failures: [...BODY, ...BACKUP, "no-support-mail", "too-many-attempts"],
  },

  "GET /api/v3/backup_settings": {
    summary: "The settings, and whose each one is",
    status: 200,
    answer: "BackupSettings",
  },
  "PATCH /api/v3/backup_settings": {
    summary: "Change a setting that is the administrators' own",
    body: "SettingsChange",
    status: 200,
    answer: "BackupSettings",
    failures: [
      ...BODY,
      ...CONFIRM,
      "operator-setting",
      "not-an-administrator",
      "backup-token-missing",
      "backup-token-refused",
      "backup-token-waiting",
      "schedule-too-often",
      "tenant-changed",
    ],
  },

  ...DOWNLOAD_OPERATIONS,

  "GET /api/v3/audit_events": {
    summary: "The audit log, newest first; for administrators",
    query: auditQueryShape,
    status: 200,
    answer: "AuditEvents",
    failures: ["constraint-violation", "not-an-administrator"],
  },
  "POST /api/v3/audit_exports": {
    summary:
      "The audit log as lines of JSON, each with the hash of the one before, by a link of two minutes; for administrators. The session goes on under a new id.",
    body: "AuditExportRequest",
    status: 201,
    answer: "AuditExport",
    failures: [...BODY, ...CONFIRM, "not-an-administrator"],
  },

  "GET /api/v3/openapi.json": { summary: "This document", status: 200 },
};
