import * as z from "zod/mini";
import type { BackupEstimate } from "../../domain/history/estimate-backup.ts";
import { backupsPath, linkShape } from "./wire.ts";

export const estimateShape = z.strictObject({
  _type: z.literal("BackupEstimate"),
  /** On disk, indexes and all. One whose dump takes too long cannot be backed up: a backup fails with `dump-too-long`. */
  database: z.strictObject({ bytes: z.int(), rows: z.int(), expectedDumpSeconds: z.int(), dumpTooLong: z.boolean() }),
  attachments: z.strictObject({
    count: z.int(),
    bytes: z.int(),
    leftOut: z.nullable(z.enum(["not-asked", "switched-off", "over-size-limit"])),
  }),
  expectedBytes: z.int(),
  expectedSeconds: z.int(),
  /** On how many of the installation's own backups the expectation rests. */
  basedOnBackups: z.int(),
  _links: z.strictObject({ self: linkShape }),
});

export const renderEstimate = (
  { size, attachmentsLeftOut, archiveBytes, seconds, basedOn, dumpSeconds, isDumpTooLong }: BackupEstimate,
  wantsAttachments: boolean,
): z.infer<typeof estimateShape> => ({
  _type: "BackupEstimate",
  database: {
    bytes: size.databaseBytes,
    rows: size.rows,
    expectedDumpSeconds: dumpSeconds,
    dumpTooLong: isDumpTooLong,
  },
  attachments: { ...size.attachments, leftOut: attachmentsLeftOut ?? null },
  expectedBytes: archiveBytes,
  expectedSeconds: seconds,
  basedOnBackups: basedOn,
  _links: { self: { href: `${backupsPath}/estimate?attachments=${wantsAttachments}` } },
});
