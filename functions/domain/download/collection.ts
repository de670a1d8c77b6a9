import { createHash } from "node:crypto";
import type { AuditFact } from "../audit/audit-log.ts";
import type { Change } from "../backup/backup-store.ts";
import type { Ids } from "../ports.ts";

/**
 * Leave to fetch the last backup of an installation that is about to go, when nobody can sign in there any more. The code
 * is shown once, after a step-up; only its SHA-256 is stored, and 256 random bits need no salt.
 */
export interface Collection {
  readonly tenantId: string;
  readonly codeHash: string;
  readonly backupId: string;
  readonly versionId: string;
  /** Of the administrator who made the code. */
  readonly login: string;
  readonly madeAt: number;
  /** Milliseconds. */
  readonly endsAt: number;
  readonly linksLeft: number;
}

export interface Collections {
  /** One transaction with its fact and notice. */
  open(collection: Collection, change: Change): Promise<void>;
  /** May return one that is over or used up. Strongly consistent. */
  find(tenantId: string, codeHash: string): Promise<Collection | undefined>;
  /** One link less, with the fact, in one transaction. False: none is left, or it is over; nothing was written. */
  takeLink(collection: Collection, fact: AuditFact): Promise<boolean>;
}

/** A broken transfer is taken up again. */
export const COLLECTION_LINKS_MAX = 10;

/** The prefix lets secret scanners find it. */
export const newCollectionCode = (ids: Ids): string => `opbc_${Buffer.from(ids.secret(32)).toString("base64url")}`;

export const hashCollectionCode = (code: string): string => createHash("sha256").update(code).digest("hex");
