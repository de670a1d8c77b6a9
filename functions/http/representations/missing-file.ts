import * as z from "zod/mini";
import type { MissingFile } from "../../domain/extract/missing-file.ts";
import { type CollectionPage, renderCollectionPage } from "./collection-page.ts";
import { linkShape, missingFilesPath } from "./wire.ts";

const missingFileShape = z.strictObject({
  _type: z.literal("MissingFile"),
  attachmentId: z.int(),
  /** As OpenProject has it. */
  name: z.string(),
  reason: z.enum(["gone", "other-size", "changed"]),
  /** The reason in words, as the archive's own list has it. */
  message: z.string(),
});

export const missingFilesShape = z.strictObject({
  _type: z.literal("Collection"),
  count: z.int(),
  pageSize: z.int(),
  _embedded: z.strictObject({ elements: z.array(missingFileShape) }),
  _links: z.strictObject({ self: linkShape, nextByCursor: z.exactOptional(linkShape) }),
});

export const renderMissingFile = ({ id, file, why, message }: MissingFile): z.infer<typeof missingFileShape> => ({
  _type: "MissingFile",
  attachmentId: id,
  name: file,
  reason: why,
  message,
});

export const renderMissingFiles = (
  backupId: string,
  page: CollectionPage<z.infer<typeof missingFileShape>>,
): z.infer<typeof missingFilesShape> => renderCollectionPage(missingFilesPath(backupId), page);
