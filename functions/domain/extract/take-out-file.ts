import type { PlacedEntry } from "../archive/zip-records.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import type { ArchiveFacts } from "../backup/backup.ts";
import { type ConfirmOrWaitDeps, confirmOrWait } from "../download/confirm-or-wait.ts";
import type { DownloadTickets } from "../download/download-ticket.ts";
import { type DownloadWish, recordingRefusal } from "../download/download-wish.ts";
import { type FindArchiveDeps, type FoundArchive, findArchive } from "../download/find-archive.ts";
import { type IssuedTicket, issueTicket } from "../download/issue-ticket.ts";
import { Failure } from "../failure.ts";
import { EXTRACT_PER_USER } from "../session/attempts.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { countAttempt, refuseBlocked } from "../session/count-attempt.ts";
import { archiveReader } from "./archive-reader.ts";
import { type CopyOutDeps, copyOut } from "./copy-out.ts";
import { type Extract, extractKey } from "./extract.ts";
import { EXTRACT_LIMITS } from "./extract-limits.ts";
import { findEntry } from "./find-entry.ts";
import { undamaged } from "./undamaged.ts";

export interface TakeOutDeps extends ConfirmOrWaitDeps, FindArchiveDeps, CopyOutDeps {
  readonly tickets: DownloadTickets;
  readonly audit: AuditLog;
}

export interface TakenOut extends IssuedTicket {
  readonly extract: Extract;
}

/**
 * A person proves once more who they are, or has waited for a day, and one file of an archive is copied into an object of its
 * own; they get a ticket for that object. What cannot be taken out is refused before the proof, which would be wasted: a code
 * is good for once. Throws what `findArchive`, `confirmOrWait` and `issueTicket` throw, `not-found` for a path that is not in
 * the archive, `file-too-large`, `archive-damaged`, `service-busy` when it takes too long, and `too-many-attempts` after
 * thirty files in an hour.
 */
export const takeOutFile = (
  deps: TakeOutDeps,
  wish: DownloadWish,
  path: string,
  brought: Confirmation,
): Promise<TakenOut> =>
  recordingRefusal(deps, wish, "backup.extract-refused", async () => {
    const begunAt = deps.clock.now();
    const found = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    const { versionId } = found.archive;
    const subject = { tenantId: wish.tenant.tenantId, kind: "extract", subject: String(wish.user.userId) } as const;
    await refuseBlocked(deps.attempts, subject, EXTRACT_PER_USER);
    const entry = await findSmallEntry(deps, found.archive, path);
    await confirmOrWait(deps, wish, versionId, brought);
    await countAttempt(deps.attempts, subject, EXTRACT_PER_USER);
    const extract = await makeExtract(deps, found, entry, begunAt);
    const about = { versionId, extract, what: "backup.file-extracted", details: { ...extract } };
    return { extract, ...(await issueTicket(deps, wish, about)) };
  });

async function findSmallEntry(deps: TakeOutDeps, archive: ArchiveFacts, path: string): Promise<PlacedEntry> {
  const { copiedBytesMax } = deps.extractLimits ?? EXTRACT_LIMITS;
  const entry = await undamaged(findEntry(archiveReader(deps.archives, archive), archive.bytes, path));
  if (!entry) throw new Failure("not-found");
  if (entry.bytes > copiedBytesMax) throw new Failure("file-too-large", { bytesMax: copiedBytesMax });
  return entry;
}

async function makeExtract(
  deps: TakeOutDeps,
  { backup, archive }: FoundArchive,
  entry: PlacedEntry,
  begunAt: number,
): Promise<Extract> {
  const { copyMs, answerMs } = deps.extractLimits ?? EXTRACT_LIMITS;
  const { tenantId, backupId } = backup;
  const extract: Extract = { extractId: deps.ids.uuid(), path: entry.path, bytes: entry.bytes };
  const object = { key: extractKey(backup, extract.extractId), tenantId, backupId };
  const source = { key: archive.archiveKey, versionId: archive.versionId };
  await undamaged(copyOut(deps, { archive: source, entry, object, until: begunAt + copyMs }));
  if (deps.clock.now() >= begunAt + answerMs) throw new Failure("service-busy", { what: "too late to answer" });
  return extract;
}
