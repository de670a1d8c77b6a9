import type { AuditFact } from "../audit/audit-log.ts";
import type { OutboxEvent } from "../outbox.ts";
import type { BackupToken } from "./backup-token.ts";

/** What a change of tokens carries in its own transaction. */
interface TokenChange {
  readonly events: readonly OutboxEvent[];
  readonly fact: AuditFact;
}

/** Live backup tokens, one per user. */
export interface BackupTokens {
  find(tenantId: string, userId: number): Promise<BackupToken | undefined>;
  list(tenantId: string): Promise<readonly BackupToken[]>;
  /**
   * Stores `token` in place of the one with id `replaces` (undefined: there must be none), in one transaction.
   * False: somebody else was faster; nothing was written.
   */
  replace(token: BackupToken, replaces: string | undefined, change: TokenChange): Promise<boolean>;
  /** The token can be used from `at` on. False: it was not there any more, or its wait was ended before. */
  endWait(token: BackupToken, at: number, change: TokenChange): Promise<boolean>;
  /** False: it was not there any more. */
  revoke(token: BackupToken, change: TokenChange): Promise<boolean>;
}

/** Keyed hashing of backup tokens. The key lives in the secret store and is named by its id. */
export interface TokenHasher {
  hash(subject: TokenSubject, token: string): Promise<{ readonly keyId: string; readonly hash: string }>;
  /** Compares in constant time, with the key that made `stored`. */
  matches(
    subject: TokenSubject,
    token: string,
    stored: { readonly keyId: string; readonly hash: string },
  ): Promise<boolean>;
}

export interface TokenSubject {
  readonly tenantId: string;
  readonly userId: number;
}
