import { createHash } from "node:crypto";
import type { AuditFact } from "../audit/audit-log.ts";
import type { Extract } from "../extract/extract.ts";
import type { Ids } from "../ports.ts";
import type { Session } from "../session/session.ts";
import type { DownloadGrant, GrantChange } from "./download-grant.ts";

/**
 * What a step-up gives: good for one grant. The ticket itself is shown once; only its SHA-256 is stored, and 256 random
 * bits need no salt. It is of one session, and of one version of one archive, or of one file that was taken out of it.
 */
export interface DownloadTicket {
  readonly tenantId: string;
  readonly ticketHash: string;
  readonly userId: number;
  readonly signInId: string;
  readonly backupId: string;
  readonly versionId: string;
  /** Absent: the whole archive. */
  readonly extract?: Extract;
  /** Milliseconds. */
  readonly endsAt: number;
}

export const TICKET_MS = 120_000;

/** Base64url, 43 characters. */
export const newTicket = (ids: Ids): string => Buffer.from(ids.secret(32)).toString("base64url");

export const hashTicket = (ticket: string): string => createHash("sha256").update(ticket).digest("hex");

/** Tickets that were given and not used. Every change is one transaction, its fact in it. */
export interface DownloadTickets {
  /**
   * Stores the ticket, and puts session `after` in place of session `before`, which is dead from that moment.
   * False: `before` was ended meanwhile; nothing was written.
   */
  issue(ticket: DownloadTicket, before: Session, after: Session, fact: AuditFact): Promise<boolean>;
  /** May return one that is over. Strongly consistent. */
  find(tenantId: string, ticketHash: string): Promise<DownloadTicket | undefined>;
  /**
   * Uses the ticket up and opens the grant, in place of an earlier one of the same session for the same. False: the ticket
   * was used before or is over, or the session has ended or goes on under another id; nothing was written.
   */
  exchange(ticket: DownloadTicket, session: Session, grant: DownloadGrant, change: GrantChange): Promise<boolean>;
}
