import type { AuditLog } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import { type ConfirmDeps, confirmPerson } from "../session/confirm-person.ts";
import type { Confirmation } from "../session/confirmation.ts";
import { newSessionId } from "../session/session-id.ts";
import { renewedSession } from "../session/step-up-session.ts";
import type { DownloadOpenings } from "./download-opening.ts";
import { type DownloadTickets, hashTicket, newTicket, TICKET_MS } from "./download-ticket.ts";
import { type DownloadWish, recordingRefusal, wishFact } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { requireOpening } from "./require-opening.ts";

export interface StepUpDeps extends ConfirmDeps, FindArchiveDeps {
  readonly tickets: DownloadTickets;
  readonly openings: DownloadOpenings;
  readonly audit: AuditLog;
}

export interface StepUp {
  readonly ticket: string;
  /** Of the ticket; milliseconds. */
  readonly endsAt: number;
  /** Takes the place of the one the person came with, which is dead. */
  readonly sessionId: string;
}

/**
 * A person proves once more who they are, and gets a ticket for one archive. The session goes on under a new id, so that
 * whoever knows the old one is left behind. The ticket and the id are returned here and nowhere else.
 * Whoever cannot, and has waited for a day instead, gets it as well. Throws what `findArchive`, `confirmPerson` and
 * `requireOpening` throw, and `unauthenticated` if the session was ended meanwhile.
 */
export const stepUp = (deps: StepUpDeps, wish: DownloadWish, brought: Confirmation): Promise<StepUp> =>
  recordingRefusal(deps, wish, "backup.step-up-refused", async () => {
    const { archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    if (brought.isWaiting) await requireOpening(deps, wish, archive.versionId);
    else await confirmPerson(deps, wish, brought);
    return issue(deps, wish, archive.versionId);
  });

async function issue(deps: StepUpDeps, wish: DownloadWish, versionId: string): Promise<StepUp> {
  const { tenant, user, session, backupId } = wish;
  const [ticket, sessionId] = [newTicket(deps.ids), newSessionId(deps.ids)];
  const now = deps.clock.now();
  const renewed = renewedSession(session, sessionId, now);
  const record = {
    tenantId: tenant.tenantId,
    ticketHash: hashTicket(ticket),
    userId: user.userId,
    signInId: session.signInId,
    backupId,
    versionId,
    endsAt: now + TICKET_MS,
  };
  const isIssued = await deps.tickets.issue(record, session, renewed, wishFact(deps, wish, "backup.step-up"));
  if (!isIssued) throw new Failure("unauthenticated");
  return { ticket, endsAt: record.endsAt, sessionId };
}
