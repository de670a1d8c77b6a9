import { type DownloadGrant, GRANT_MS } from "../../functions/domain/download/download-grant.ts";
import { type DownloadTicket, TICKET_MS } from "../../functions/domain/download/download-ticket.ts";
import type { Session } from "../../functions/domain/session/session.ts";
import { aFact, PERSON } from "./a-backup.ts";
import type { Stores } from "./stores.ts";

export const aSession = (
  { clock }: Pick<Stores, "clock">,
  session: Partial<Session> & { tenantId: string },
): Session => ({
  idHash: "s1",
  signInId: "i1",
  userId: PERSON.userId,
  factorsMark: "m1",
  startedAt: clock.now(),
  lastSeenAt: clock.now(),
  ...session,
});

export const aTicket = (
  { clock }: Pick<Stores, "clock">,
  ticket: Partial<DownloadTicket> & { readonly tenantId: string },
): DownloadTicket => ({
  ticketHash: "h1",
  userId: PERSON.userId,
  signInId: "i1",
  backupId: "b1",
  versionId: "v1",
  endsAt: clock.now() + TICKET_MS,
  ...ticket,
});

export const aGrant = (
  { clock }: Pick<Stores, "clock">,
  grant: Partial<DownloadGrant> & { readonly tenantId: string },
): DownloadGrant => ({
  grantId: "g1",
  userId: PERSON.userId,
  signInId: "i1",
  backupId: "b1",
  versionId: "v1",
  endsAt: clock.now() + GRANT_MS,
  linksLeft: 10,
  ...grant,
});

/** A session `s1` that stepped up: it goes on as `s2`, and has a ticket. */
export async function steppedUp(stores: Stores, tenantId: string) {
  const before = aSession(stores, { tenantId });
  const ticket = aTicket(stores, { tenantId });
  const session = { ...before, idHash: "s2" };
  await stores.sessions.start(before);
  await stores.tickets.issue(ticket, before, session, aFact({ tenantId, at: stores.clock.now() }));
  return { ticket, session };
}
