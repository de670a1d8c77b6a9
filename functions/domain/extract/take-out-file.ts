import type { AuditLog } from "../audit/audit-log.ts";
import type { DownloadOpenings } from "../download/download-opening.ts";
import type { DownloadTickets } from "../download/download-ticket.ts";
import { type DownloadWish, recordingRefusal } from "../download/download-wish.ts";
import { type FindArchiveDeps, findArchive } from "../download/find-archive.ts";
import { type IssuedTicket, issueTicket } from "../download/issue-ticket.ts";
import { requireOpening } from "../download/require-opening.ts";
import { Failure } from "../failure.ts";
import { EXTRACT_PER_USER } from "../session/attempts.ts";
import { type ConfirmDeps, confirmPerson } from "../session/confirm-person.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { countAttempt, refuseBlocked } from "../session/count-attempt.ts";
import { type CopyOutDeps, copyOut } from "./copy-out.ts";
import { type Extract, extractKey } from "./extract.ts";
import { EXTRACT_LIMITS } from "./extract-limits.ts";
import { findEntry } from "./find-entry.ts";
import { undamaged } from "./undamaged.ts";

export interface TakeOutDeps extends ConfirmDeps, FindArchiveDeps, CopyOutDeps {
  readonly tickets: DownloadTickets;
  readonly openings: DownloadOpenings;
  readonly audit: AuditLog;
}

export interface TakenOut extends IssuedTicket {
  readonly extract: Extract;
}

/**
 * A person proves once more who they are, and one file of an archive is copied into an object of its own; they get a ticket
 * for that object. What cannot be taken out is refused before the proof, which would be wasted: a code is good for once.
 * Throws what `findArchive`, `confirmPerson`, `requireOpening` and `issueTicket` throw, `not-found` for a path that is not in
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
    const limits = deps.extractLimits ?? EXTRACT_LIMITS;
    const begunAt = deps.clock.now();
    const { backup, archive: facts } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    const archive = { key: facts.archiveKey, versionId: facts.versionId };
    const subject = { tenantId: backup.tenantId, kind: "extract", subject: String(wish.user.userId) } as const;
    await refuseBlocked(deps.attempts, subject, EXTRACT_PER_USER);
    const read = (first: number, last: number) => deps.archives.read(archive, first, last);
    const entry = await undamaged(findEntry(read, facts.bytes, path));
    if (!entry) throw new Failure("not-found");
    if (entry.bytes > limits.copiedBytesMax) throw new Failure("file-too-large", { bytesMax: limits.copiedBytesMax });
    if (brought.isWaiting) await requireOpening(deps, wish, facts.versionId);
    else await confirmPerson(deps, wish, brought);
    await countAttempt(deps.attempts, subject, EXTRACT_PER_USER);

    const { tenantId, backupId } = backup;
    const extract: Extract = { extractId: deps.ids.uuid(), path: entry.path, bytes: entry.bytes };
    const object = { key: extractKey(backup, extract.extractId), tenantId, backupId };
    await undamaged(copyOut(deps, { archive, entry, object, until: begunAt + limits.copyMs }));
    if (deps.clock.now() >= begunAt + limits.answerMs)
      throw new Failure("service-busy", { what: "too late to answer" });
    const details = { ...extract };
    const what = "backup.file-extracted";
    return { extract, ...(await issueTicket(deps, wish, { versionId: facts.versionId, extract, what, details })) };
  });
