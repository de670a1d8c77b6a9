import type { Extract } from "../extract/extract.ts";
import { Failure, type FailureDetails } from "../failure.ts";
import type { Clock, Ids } from "../ports.ts";
import { newSessionId } from "../session/session-id.ts";
import { renewedSession } from "../session/step-up-session.ts";
import { type DownloadTickets, hashTicket, newTicket, TICKET_MS } from "./download-ticket.ts";
import { type DownloadWish, wishFact } from "./download-wish.ts";

export interface IssueTicketDeps {
  readonly tickets: DownloadTickets;
  readonly ids: Ids;
  readonly clock: Clock;
}

export interface IssuedTicket {
  readonly ticket: string;
  /** Of the ticket; milliseconds. */
  readonly endsAt: number;
  /** Takes the place of the one the person came with, which is dead. */
  readonly sessionId: string;
}

/** What a ticket is for. */
export interface TicketFor {
  /** Of the archive. */
  readonly versionId: string;
  /** One file out of it; absent: all of it. */
  readonly extract?: Extract;
  /** The kind of the fact that is kept, and its details. */
  readonly what: string;
  readonly details?: FailureDetails;
}

/**
 * For somebody who has just proven who they are. The session goes on under a new id, so that whoever knows the old one is
 * left behind. Ticket and id are returned here and nowhere else. Throws `unauthenticated` if the session was ended
 * meanwhile.
 */
export async function issueTicket(
  { tickets, ids, clock }: IssueTicketDeps,
  wish: DownloadWish,
  { versionId, extract, what, details = {} }: TicketFor,
): Promise<IssuedTicket> {
  const { tenant, user, session, backupId } = wish;
  const [ticket, sessionId] = [newTicket(ids), newSessionId(ids)];
  const now = clock.now();
  const record = {
    tenantId: tenant.tenantId,
    ticketHash: hashTicket(ticket),
    userId: user.userId,
    signInId: session.signInId,
    backupId,
    versionId,
    ...(extract === undefined ? {} : { extract }),
    endsAt: now + TICKET_MS,
  };
  const fact = wishFact({ ids, clock }, wish, what, details);
  const isIssued = await tickets.issue(record, session, renewedSession(session, sessionId, now), fact);
  if (!isIssued) throw new Failure("unauthenticated");
  return { ticket, endsAt: record.endsAt, sessionId };
}
