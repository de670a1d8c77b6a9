import { filesQueryShape } from "../files/list-files.ts";
import { missingFilesQueryShape } from "../files/list-missing.ts";
import type { RouteName } from "../routes.ts";
import type { Operation } from "./operation.ts";
import { BACKUP, BODY, CHANGE, CONFIRM } from "./usual-failures.ts";

/** What comes out of a backup: its archive, and single files of it. */
export const DOWNLOAD_OPERATIONS = {
  "POST /api/v3/backups/{backupId}/tickets": {
    summary: "Prove oneself once more, for one download. The session goes on under a new id.",
    body: "TicketRequest",
    status: 201,
    answer: "DownloadTicket",
    failures: [...BODY, ...CHANGE, ...CONFIRM, "no-archive", "opening-waiting"],
  },
  "POST /api/v3/backups/{backupId}/grants": {
    summary: "Use a ticket up for an hour of links",
    body: "GrantRequest",
    status: 201,
    answer: "DownloadGrant",
    failures: [...BODY, ...CHANGE, "ticket-refused", "no-archive", "too-many-attempts"],
  },
  "POST /api/v3/backups/{backupId}/openings": {
    summary:
      "Ask for a download without being able to confirm: it opens a day later, unless an administrator stops it. Send an empty object.",
    body: "OpeningRequest",
    status: 201,
    answer: "DownloadOpening",
    failures: [...BODY, ...CHANGE, "no-archive", "no-password", "opening-needless", "too-many-attempts"],
  },
  "GET /api/v3/backups/{backupId}/openings/{userId}": {
    summary: "A download that opens a day after it was asked for: one’s own, or anyone’s for an administrator",
    status: 200,
    answer: "DownloadOpening",
    failures: BACKUP,
  },
  "DELETE /api/v3/backups/{backupId}/openings/{userId}": {
    summary: "Stop such a download: any administrator can, and whoever asked for it",
    status: 204,
    failures: BACKUP,
  },
  "POST /api/v3/backups/{backupId}/collection_codes": {
    summary: "A code that opens the last backup of an installation that goes, when nobody can sign in. Shown once.",
    body: "Confirmation",
    status: 201,
    answer: "CollectionCode",
    failures: [...BODY, ...CHANGE, ...CONFIRM, "not-an-administrator", "no-archive", "not-leaving"],
  },
  "POST /api/v3/collections": {
    summary: "To a link of two minutes, by a collection code alone",
    body: "CollectionRequest",
    status: 303,
    failures: [...BODY, "collection-refused", "too-many-attempts"],
  },
  "GET /api/v3/backups/{backupId}/content": {
    summary: "To a link of two minutes: 302 for the API key that asked, 303 for a person with a grant",
    status: 302,
    failures: [
      ...CHANGE,
      "step-up-required",
      "no-archive",
      "opening-waiting",
      "pull-switched-off",
      "pull-over",
      "too-many-attempts",
    ],
  },

  "GET /api/v3/backups/{backupId}/extracts/{extractId}/content": {
    summary: "To a link of two minutes, to one file that was taken out, for a person with a grant for it",
    status: 303,
    failures: [...CHANGE, "step-up-required", "no-archive"],
  },

  "GET /api/v3/backups/{backupId}/files": {
    summary:
      "Files in a backup’s archive, README and database first; by name, a page may be short and still have a next one",
    query: filesQueryShape,
    status: 200,
    answer: "BackupFiles",
    failures: [...CHANGE, "constraint-violation", "no-archive", "archive-damaged"],
  },
  "GET /api/v3/backups/{backupId}/missing_files": {
    summary: "Attachments that a backup’s archive could not have, and why",
    query: missingFilesQueryShape,
    status: 200,
    answer: "MissingFiles",
    failures: [...CHANGE, "constraint-violation", "no-archive", "archive-damaged"],
  },
  "POST /api/v3/backups/{backupId}/extracts": {
    summary:
      "Take one file out of a backup, proving oneself once more: the ticket opens its download. The session goes on under a new id.",
    body: "ExtractRequest",
    status: 201,
    answer: "Extract",
    failures: [...BODY, ...CHANGE, ...CONFIRM, "no-archive", "opening-waiting", "file-too-large", "archive-damaged"],
  },
} as const satisfies Partial<Record<RouteName, Operation>>;
