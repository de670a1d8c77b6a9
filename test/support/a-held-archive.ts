import { crc32 } from "../../functions/domain/archive/crc32.ts";
import type { ArchiveFacts } from "../../functions/domain/backup/backup.ts";
import { anArchive } from "./a-backup.ts";
import { memoryArchiveStore } from "./memory-archive-store.ts";
import { memoryExtractStore } from "./memory-extract-store.ts";
import { someArchive } from "./some-archive.ts";

const { archive, contents } = await someArchive();

/** What a backup says of the archive below: dump, nine attachments, and three that are missing. */
export const HELD_ARCHIVE: ArchiveFacts = anArchive({ bytes: archive.bytes.length, entries: 10, missing: 3 });

/** What went into it. */
export const HELD_CONTENTS = contents;

/** Archives in which `HELD_ARCHIVE` is, or `bytes` in its place; and where files out of it are put. */
export function heldArchives(bytes: Uint8Array = archive.bytes) {
  const { archiveKey, versionId } = HELD_ARCHIVE;
  const held = {
    versionId,
    bytes: bytes.length,
    content: Uint8Array.from(bytes),
    crc32: crc32(bytes),
    retainedUntil: 0,
  };
  const archives = memoryArchiveStore({ partBytesMin: 1, holds: new Map([[archiveKey, held]]) });
  return { archives, extracts: memoryExtractStore(archives) };
}
