import * as z from "zod/mini";
import type {
  ArchiveFacts,
  Backup,
  DumpFacts,
  EntriesListFacts,
  LayoutFacts,
  PreviousArchive,
  Requester,
} from "../../domain/backup/backup.ts";
import { FAILURE_CODES } from "../../domain/failure.ts";
import { partRangeShape } from "./build-work-shape.ts";
import { decodeRow } from "./decode-row.ts";
import { backupKey, historyKey } from "./keys.ts";

// `satisfies` names every member of the record, the optional ones too: one that is added there is missed here at once,
// not lost on its way through the table.
const requesterShape = z.object({
  userId: z.number(),
  login: z.string(),
  name: z.string(),
  apiKeyId: z.exactOptional(z.number()),
  staffName: z.exactOptional(z.string()),
  scheduleId: z.exactOptional(z.string()),
} satisfies Record<keyof Requester, unknown>);

const dumpShape = z.object({
  dumpKey: z.string(),
  dumpBytes: z.number(),
  dumpCrc32: z.number(),
  dumpSha256: z.string(),
  databaseBytes: z.exactOptional(z.number()),
  dumpMs: z.exactOptional(z.number()),
  inventoryKey: z.string(),
  inventoryRevision: z.exactOptional(z.number()),
  entries: z.number(),
  missing: z.number(),
  attachmentBytes: z.number(),
  snapshotAt: z.number(),
  rows: z.number(),
  attachmentsLeftOut: z.exactOptional(z.enum(["not-asked", "switched-off", "over-size-limit"])),
  previous: z.exactOptional(
    z.object({ backupId: z.string(), archiveKey: z.string(), versionId: z.string() } satisfies Record<
      keyof PreviousArchive,
      unknown
    >),
  ),
} satisfies Record<keyof DumpFacts, unknown>);

const layoutShape = z.object({
  partIndexKey: z.string(),
  archiveKey: z.string(),
  uploadId: z.string(),
  parts: z.number(),
  bytes: z.number(),
  rangesLeft: z.number(),
  round: z.literal([1, 2]),
  laterRanges: z.array(partRangeShape),
  partsDone: z.exactOptional(z.number()),
  entriesDone: z.exactOptional(z.number()),
} satisfies Record<keyof LayoutFacts, unknown>);

const archiveShape = z.object({
  archiveKey: z.string(),
  versionId: z.string(),
  bytes: z.number(),
  crc32: z.number(),
  entries: z.number(),
  missing: z.number(),
  keptUntil: z.number(),
  entriesList: z.exactOptional(
    z.object({ offset: z.number(), bytes: z.number(), sha256: z.string() } satisfies Record<
      keyof EntriesListFacts,
      unknown
    >),
  ),
} satisfies Record<keyof ArchiveFacts, unknown>);

const backupShape: z.ZodMiniType<Backup> = z.object({
  tenantId: z.string(),
  backupId: z.string(),
  state: z.enum(["queued", "dumping", "packing", "sealing", "ready", "failed", "cancelled", "deleted"]),
  requestedAt: z.number(),
  requestedBy: requesterShape,
  title: z.string(),
  wantsAttachments: z.boolean(),
  generation: z.number(),
  dump: z.exactOptional(dumpShape),
  layout: z.exactOptional(layoutShape),
  archive: z.exactOptional(archiveShape),
  endedAt: z.exactOptional(z.number()),
  failure: z.exactOptional(z.enum(FAILURE_CODES)),
  label: z.exactOptional(z.string()),
  isPinned: z.exactOptional(z.boolean()),
  pinnedBy: z.exactOptional(z.number()),
  pinnedAt: z.exactOptional(z.number()),
  unpinnedAt: z.exactOptional(z.number()),
} satisfies Record<keyof Backup, unknown>);

/** `revision` goes up with every change of the row, so that one who read it can insist on what was read. */
export const encodeBackup = (backup: Backup) => ({
  ...backupKey(backup.tenantId, backup.backupId),
  ...backup,
  revision: 0,
});

/** The backup's place in the order of time, and what lists are narrowed by; the record itself is read for each. */
export const encodeHistoryRow = ({ tenantId, backupId, requestedAt, requestedBy }: Backup) => ({
  ...historyKey(tenantId, requestedAt, backupId),
  backupId,
  userId: requestedBy.userId,
});

export const decodeBackup = (item: unknown): Backup => decodeRow(backupShape, item);
