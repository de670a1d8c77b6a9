import { type Backup, jobStatus } from "../domain/backup/backup.ts";
import type { DownloadGrant } from "../domain/download/download-grant.ts";
import { failureRow } from "../domain/failure.ts";
import { SESSION_MAX_MS } from "../domain/session/session.ts";
import type { Tenant } from "../domain/tenant/tenant.ts";
import type { User } from "../domain/tenant/tenant-users.ts";
import type { BackupToken } from "../domain/token/backup-token.ts";

/** How things look on the wire: HAL, in OpenProject's manner (snake_case link names, paths as `href`). */

export const renderSession = (tenant: Tenant, user: User, startedAt: number) => ({
  _type: "Session",
  login: user.login,
  name: user.name,
  admin: user.isAdmin,
  mayCreateBackup: user.mayCreateBackup,
  installation: tenant.title,
  endsAt: isoTime(startedAt + SESSION_MAX_MS),
  _links: { self: { href: "/api/v3/sessions/current" } },
});

export const renderToken = (token: BackupToken) => ({
  _type: "BackupToken",
  holder: { id: token.userId, login: token.login },
  createdAt: isoTime(token.createdAt),
  validFrom: isoTime(token.validFrom),
  _links: { self: { href: `/api/v3/backup_tokens/${token.userId}` } },
});

export const renderCollection = (href: string, elements: readonly object[]) => ({
  _type: "Collection",
  total: elements.length,
  count: elements.length,
  _embedded: { elements },
  _links: { self: { href } },
});

/** The answer to an accepted request, as OpenProject gives it. */
export const renderAcceptedBackup = ({ backupId, requestedAt }: Backup) => ({
  _type: "Backup",
  jobStatusId: backupId,
  _links: { job_status: { title: `Backup of ${isoTime(requestedAt)}`, href: jobStatusPath(backupId) } },
});

export const renderJobStatus = (backup: Backup) => ({
  _type: "JobStatus",
  jobId: backup.backupId,
  status: jobStatus(backup),
  message: jobMessage(backup),
  payload: backup.state === "ready" ? { download: contentPath(backup.backupId), mime_type: "application/zip" } : null,
  _links: { self: { href: jobStatusPath(backup.backupId) } },
});

export const renderTicket = (backupId: string, ticket: string, endsAt: number) => ({
  _type: "DownloadTicket",
  ticket,
  expiresAt: isoTime(endsAt),
  _links: { grants: { href: `/api/v3/backups/${backupId}/grants`, method: "post" } },
});

export const renderGrant = ({ backupId, endsAt, linksLeft }: DownloadGrant) => ({
  _type: "DownloadGrant",
  expiresAt: isoTime(endsAt),
  linksLeft,
  _links: { content: { href: contentPath(backupId) } },
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

const jobStatusPath = (backupId: string): string => `/api/v3/job_statuses/${backupId}`;

const contentPath = (backupId: string): string => `/api/v3/backups/${backupId}/content`;

const isoTime = (ms: number): string => new Date(ms).toISOString();
