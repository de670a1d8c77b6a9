import type { PlacedEntry } from "../archive/zip-records.ts";

/** What an entry of an archive is to people: a file of theirs, the dump of the database, or what tells of the archive. */
export type FileKind = "attachment" | "database" | "record";

/** An entry of an archive, as its central directory has it. */
export interface ArchiveFile extends PlacedEntry {
  readonly kind: FileKind;
}

/** The path's last segment: what a browser saves it as. */
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
