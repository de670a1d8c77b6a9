import * as z from "zod/mini";
import { type ArchiveFile, fileNameOf } from "../../domain/extract/archive-file.ts";
import { type CollectionPage, renderCollectionPage } from "./collection-page.ts";
import { actionShape, extractsPath, filesPath, linkShape } from "./wire.ts";

const backupFileShape = z.strictObject({
  _type: z.literal("BackupFile"),
  /** In the archive: what taking it out asks for. */
  path: z.string(),
  name: z.string(),
  /** Bytes. */
  size: z.int(),
  /** Eight hex digits. */
  crc32: z.string().check(z.regex(/^[0-9a-f]{8}$/u)),
  kind: z.enum(["attachment", "database", "record"]),
  /** No `take_out` on what is too large for it: the whole archive can be downloaded. */
  _links: z.strictObject({ take_out: z.exactOptional(actionShape) }),
});

export const backupFilesShape = z.strictObject({
  _type: z.literal("Collection"),
  count: z.int(),
  pageSize: z.int(),
  _embedded: z.strictObject({ elements: z.array(backupFileShape) }),
  _links: z.strictObject({ self: linkShape, nextByCursor: z.exactOptional(linkShape) }),
});

/** `isSmallEnough`: it can be taken out alone. */
export const renderBackupFile = (
  backupId: string,
  { path, bytes, crc32, kind }: ArchiveFile,
  isSmallEnough: boolean,
): z.infer<typeof backupFileShape> => ({
  _type: "BackupFile",
  path,
  name: fileNameOf(path),
  size: bytes,
  crc32: crc32.toString(16).padStart(8, "0"),
  kind,
  _links: isSmallEnough ? { take_out: { href: extractsPath(backupId), method: "post" } } : {},
});

export const renderBackupFiles = (
  backupId: string,
  page: CollectionPage<z.infer<typeof backupFileShape>>,
): z.infer<typeof backupFilesShape> => renderCollectionPage(filesPath(backupId), page);
