import type { AuditFact } from "../audit/audit-log.ts";
import type { Extract } from "../extract/extract.ts";
import type { OutboxEvent } from "../outbox.ts";
import type { Session } from "../session/session.ts";

/** Leave to fetch one version of one archive for a while, by several links: a broken transfer is taken up again. */
export interface DownloadGrant {
  readonly tenantId: string;
  readonly grantId: string;
  readonly userId: number;
  readonly signInId: string;
  readonly backupId: string;
  readonly versionId: string;
  /** One file out of the archive, and nothing else of it; absent: the whole archive, and no file alone. */
  readonly extract?: Extract;
  /** Milliseconds. */
  readonly endsAt: number;
  readonly linksLeft: number;
}

export const GRANT_MS = 60 * 60_000;
export const GRANT_LINKS_MAX = 10;

/** What the opening of a grant carries in its own transaction. */
export interface GrantChange {
  readonly events: readonly OutboxEvent[];
  readonly fact: AuditFact;
}

/**
 * Open grants: of one session, at most one for each archive and one for each file out of it. They outlive a step-up, which
 * gives the session a new id, and are of no use once it has ended.
 */
export interface DownloadGrants {
  /** Of the archive, or of the one file. May return one that is over or used up. Strongly consistent. */
  find(session: Session, backupId: string, extractId?: string): Promise<DownloadGrant | undefined>;
  /**
   * One link less, with the fact, in one transaction. False: none is left, the grant is over or another has taken its
   * place, or `session` has ended or goes on under another id; nothing was written.
   */
  takeLink(grant: DownloadGrant, session: Session, fact: AuditFact): Promise<boolean>;
}
