/** The record of a user's live backup token. The token itself is shown once and never stored. */
export interface BackupToken {
  readonly tenantId: string;
  readonly userId: number;
  readonly tokenId: string;
  /** Login at the time it was made, for lists. */
  readonly login: string;
  /** Hex of HMAC-SHA-256 over `tenant|user|token`. */
  readonly hash: string;
  /** Which secret key made `hash`. */
  readonly keyId: string;
  readonly createdAt: number;
  /** Usable from then on. Never rewritten: what was promised stays to be seen. */
  readonly validFrom: number;
  /** When the operator ended its wait, if that was before `validFrom`. */
  readonly waitEndedAt?: number;
}

/** From when on a token can be used; milliseconds. */
export const usableFrom = ({ validFrom, waitEndedAt }: BackupToken): number => waitEndedAt ?? validFrom;
