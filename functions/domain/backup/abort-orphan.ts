import type { ArchiveStore, OpenUpload } from "../archive/archive-store.ts";
import type { Log } from "../ports.ts";
import { type Backup, isEnded } from "./backup.ts";
import type { BackupStore } from "./backup-store.ts";
import { objectKeys } from "./object-keys.ts";

export interface AbortOrphanDeps {
  readonly backups: BackupStore;
  readonly archives: ArchiveStore;
  readonly log: Log;
}

/** Aborts an open upload of an archive that no build works on any more. */
export async function abortOrphan({ backups, archives, log }: AbortOrphanDeps, upload: OpenUpload): Promise<void> {
  // Read after the upload was seen: one that a layout opened since is then still without a layout, or its own.
  if (isWanted(upload, await backups.find(upload.tenantId, upload.backupId))) return;
  await archives.abort(upload);
  log.info("orphaned upload aborted", { tenantId: upload.tenantId, backupId: upload.backupId });
}

/** The upload of the present generation's layout; any of that generation as long as it has none. */
const isWanted = ({ key, uploadId }: OpenUpload, backup: Backup | undefined): boolean =>
  backup !== undefined &&
  !isEnded(backup) &&
  key === objectKeys(backup, backup.generation).archive &&
  (backup.layout?.uploadId ?? uploadId) === uploadId;
