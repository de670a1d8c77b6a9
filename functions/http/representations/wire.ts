import * as z from "zod/mini";

/** What representations are made of: HAL, in OpenProject's manner (snake_case link names, paths as `href`). */

export const isoTime = (ms: number): string => new Date(ms).toISOString();

export const timeShape = z.iso.datetime();

/** A path under the same host. */
const hrefShape = z.string().check(z.regex(/^\/api\/v3\//u));

export const linkShape = z.strictObject({ href: hrefShape });

export const titledLinkShape = z.strictObject({ href: hrefShape, title: z.string() });

/** A link that is followed by another method than GET. */
export const actionShape = z.strictObject({ href: hrefShape, method: z.enum(["post", "patch", "delete"]) });

export const backupsPath = "/api/v3/backups";
export const backupPath = (backupId: string): string => `${backupsPath}/${backupId}`;
export const contentPath = (backupId: string): string => `${backupPath(backupId)}/content`;
export const grantsPath = (backupId: string): string => `${backupPath(backupId)}/grants`;
export const filesPath = (backupId: string): string => `${backupPath(backupId)}/files`;
export const missingFilesPath = (backupId: string): string => `${backupPath(backupId)}/missing_files`;
export const extractsPath = (backupId: string): string => `${backupPath(backupId)}/extracts`;
export const extractContentPath = (backupId: string, extractId: string): string =>
  `${extractsPath(backupId)}/${extractId}/content`;
export const jobStatusPath = (backupId: string): string => `/api/v3/job_statuses/${backupId}`;
