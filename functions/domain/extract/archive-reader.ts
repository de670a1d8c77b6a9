import type { ArchiveStore } from "../archive/archive-store.ts";
import type { ReadRange } from "../archive/window-reader.ts";
import type { ArchiveFacts } from "../backup/backup.ts";

/** Reads the very version that was published, whatever lies under its key by now. */
export const archiveReader =
  (archives: Pick<ArchiveStore, "read">, { archiveKey: key, versionId }: ArchiveFacts): ReadRange =>
  (first, last) =>
    archives.read({ key, versionId }, first, last);
