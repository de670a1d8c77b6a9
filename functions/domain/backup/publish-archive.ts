import type { AskedBy } from "../notice/notice-event.ts";
import { noticeOf } from "../outbox.ts";
import type { ArchiveFacts, Backup } from "./backup.ts";
import type { SliceResult } from "./build-work.ts";
import { laidOutFacts } from "./built-facts.ts";
import type { CompletedArchive } from "./complete-archive.ts";
import type { BuildDeps, Slice } from "./slice.ts";
import { stepChange } from "./step-change.ts";
import { refuseWithdrawn } from "./still-permitted.ts";

/** How long an archive is kept at least: nobody can delete it before. */
const KEPT_MS = 7 * 24 * 3_600_000;

/**
 * The moment of truth: one write, conditional on the generation and on this worker's fence, makes the archive the
 * backup's, frees the tenant's slot and tells the people. The permission is read once more right before.
 */
export const publishArchive = async (
  deps: BuildDeps,
  { backup, tenant, lease }: Slice,
  archive: CompletedArchive,
  content: Pick<ArchiveFacts, "entries" | "missing" | "entriesList">,
): Promise<SliceResult> => {
  await refuseWithdrawn(deps, tenant, backup);
  const { archiveKey } = laidOutFacts(backup).layout;
  const keptUntil = deps.clock.now() + KEPT_MS;
  await deps.archives.retain({ key: archiveKey, versionId: archive.versionId }, keptUntil);
  const facts: ArchiveFacts = { archiveKey, ...archive, ...content, keptUntil };
  const change = stepChange(deps, backup, "backup.ready", []);
  const notice = noticeOf(deps.ids, backup.tenantId, change.at, readyNotice(backup, facts));
  const isPublished = await deps.backups.publish(lease, facts, { ...change, events: [notice] });
  return { state: isPublished ? "done" : "abandoned" };
};

const readyNotice = (backup: Backup, { bytes, entries, missing, keptUntil }: ArchiveFacts) => ({
  kind: "backup-ready" as const,
  about: backup.requestedBy,
  backup: {
    backupId: backup.backupId,
    requestedAt: backup.requestedAt,
    archiveBytes: bytes,
    entries: entries - 1,
    missing,
    keptUntil,
    ...askedBy(backup),
    ...(backup.dump?.attachmentsLeftOut ? { attachmentsLeftOut: LEFT_OUT[backup.dump.attachmentsLeftOut] } : {}),
  },
});

function askedBy({ requestedBy: { scheduleId, apiKeyId } }: Backup): { readonly askedBy?: AskedBy } {
  if (scheduleId !== undefined) return { askedBy: "schedule" };
  return apiKeyId === undefined ? {} : { askedBy: "api-key" };
}

/** In words, for the mail. */
const LEFT_OUT = {
  "not-asked": "attachments were not asked for",
  "switched-off": "attachments are switched off for this installation",
  "over-size-limit": "attachments were left out because they are larger than this installation’s limit",
} as const;
