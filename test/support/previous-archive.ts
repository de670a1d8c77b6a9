import type { Backup } from "../../functions/domain/backup/backup.ts";
import type { MemoryArchiveStore, StoredObject } from "./memory-archive-store.ts";

/** A build system whose backup has ended. */
export interface EndedSystem {
  backup(): Backup;
  readonly archives: Pick<MemoryArchiveStore, "objects">;
}

/** What an ended system made, as the backup before, under a name of its own. */
export function asPrevious(system: EndedSystem): {
  readonly backup: Backup;
  readonly holds: Map<string, StoredObject>;
} {
  const backup = system.backup();
  const { archive } = backup;
  const object = archive && system.archives.objects.get(archive.archiveKey);
  if (archive === undefined || object === undefined) throw new Error("nothing was published");
  const archiveKey = `t/${backup.tenantId}/b/b0/g1/archive.zip`;
  return {
    backup: { ...backup, backupId: "b0", requestedAt: 0, archive: { ...archive, archiveKey } },
    holds: new Map([[archiveKey, { ...object, content: Uint8Array.from(object.content) }]]),
  };
}
