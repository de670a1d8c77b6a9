import type { AuditLog } from "../audit/audit-log.ts";
import type { Backup } from "../backup/backup.ts";
import { fileNameOf } from "../extract/archive-file.ts";
import { Failure } from "../failure.ts";
import { personOf } from "../history/history-change.ts";
import { noticeOf } from "../outbox.ts";
import type { Ids } from "../ports.ts";
import { type Attempts, TICKET_PER_USER } from "../session/attempts.ts";
import { countAttempt } from "../session/count-attempt.ts";
import { type DownloadGrant, GRANT_LINKS_MAX, GRANT_MS } from "./download-grant.ts";
import { type DownloadTicket, type DownloadTickets, hashTicket } from "./download-ticket.ts";
import { type DownloadWish, recordingRefusal, wishFact } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";

export interface OpenGrantDeps extends FindArchiveDeps {
  readonly tickets: DownloadTickets;
  readonly attempts: Attempts;
  readonly audit: AuditLog;
  readonly ids: Ids;
}

/**
 * Exchanges a ticket for a grant of what it is for, once; the person and all administrators are told by mail. Wrong, used and
 * late tickets and those of another session or archive look alike: `ticket-refused`. Throws what `findArchive` throws, and
 * `too-many-attempts`.
 */
export const openGrant = (deps: OpenGrantDeps, wish: DownloadWish, ticket: string): Promise<DownloadGrant> =>
  recordingRefusal(deps, wish, "backup.ticket-refused", async () => {
    const { tenantId } = wish.tenant;
    const { backup, archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    const subject = { tenantId, kind: "ticket", subject: String(wish.user.userId) } as const;
    await countAttempt(deps.attempts, subject, TICKET_PER_USER);
    const found = await deps.tickets.find(tenantId, hashTicket(ticket));
    if (!found || !isFor(found, wish, archive.versionId)) throw new Failure("ticket-refused");
    const grant = grantOf(deps, found);
    if (!(await deps.tickets.exchange(found, wish.session, grant, grantChange(deps, wish, backup, grant)))) {
      throw new Failure("ticket-refused");
    }
    await deps.attempts.giveBack(subject);
    return grant;
  });

/** Whether it is over, or used meanwhile, is asked where it is used up. */
const isFor = (ticket: DownloadTicket, { user, session, backupId }: DownloadWish, versionId: string) =>
  ticket.userId === user.userId &&
  ticket.signInId === session.signInId &&
  ticket.backupId === backupId &&
  ticket.versionId === versionId;

function grantOf({ ids, clock }: OpenGrantDeps, ticket: DownloadTicket): DownloadGrant {
  const { tenantId, userId, signInId, backupId, versionId, extract } = ticket;
  return {
    tenantId,
    grantId: ids.uuid(),
    userId,
    signInId,
    backupId,
    versionId,
    ...(extract === undefined ? {} : { extract }),
    endsAt: clock.now() + GRANT_MS,
    linksLeft: GRANT_LINKS_MAX,
  };
}

function grantChange(deps: OpenGrantDeps, wish: DownloadWish, backup: Backup, { grantId, extract }: DownloadGrant) {
  const { user, origin, tenant } = wish;
  const fact = wishFact(deps, wish, "backup.download-granted", { grantId, ...extract });
  const { backupId, requestedAt } = backup;
  const told = { about: personOf(user), backupId, requestedAt, address: origin.address };
  const notice = noticeOf(
    deps.ids,
    tenant.tenantId,
    fact.at,
    extract === undefined
      ? { kind: "backup-downloaded", ...told }
      : { kind: "file-downloaded", ...told, file: fileNameOf(extract.path) },
  );
  return { events: [notice], fact };
}
