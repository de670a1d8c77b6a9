import * as z from "zod/mini";
import type { Extract } from "../../domain/extract/extract.ts";
import { actionShape, grantsPath, isoTime, timeShape } from "./wire.ts";

/** The one answer that ever holds the ticket. */
export const extractShape = z.strictObject({
  _type: z.literal("Extract"),
  id: z.string(),
  path: z.string(),
  /** Bytes. */
  size: z.int(),
  ticket: z.string(),
  /** Of the ticket. */
  expiresAt: timeShape,
  _links: z.strictObject({ grant: actionShape }),
});

export const renderExtract = (
  backupId: string,
  { extractId, path, bytes }: Extract,
  ticket: string,
  endsAt: number,
): z.infer<typeof extractShape> => ({
  _type: "Extract",
  id: extractId,
  path,
  size: bytes,
  ticket,
  expiresAt: isoTime(endsAt),
  _links: { grant: { href: grantsPath(backupId), method: "post" } },
});
