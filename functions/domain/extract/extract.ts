import type { Backup } from "../backup/backup.ts";

/** One file out of an archive, copied into an object of its own: a link cannot be limited to a range of an archive. */
export interface Extract {
  readonly extractId: string;
  /** Of the entry in the archive. */
  readonly path: string;
  readonly bytes: number;
}

type Whose = Pick<Backup, "tenantId" | "backupId">;

/**
 * Beside the backups, in the work bucket: what a build leaves is removed soon after it ends, and a file may be taken out
 * in those very minutes.
 */
export const extractsPrefix = ({ tenantId, backupId }: Whose): string => `t/${tenantId}/extracts/${backupId}/`;

/** Written once. */
export const extractKey = (backup: Whose, extractId: string): string => `${extractsPrefix(backup)}${extractId}`;
