import type { Change } from "../backup/backup-store.ts";

/** One backup that support opened to its tenant's administrators; they confirm who they are as for any other. */
export interface HandOut {
  readonly tenantId: string;
  readonly backupId: string;
  /** The support person's name in the cloud account. */
  readonly by: string;
  readonly ticketNumber: string;
  readonly openedAt: number;
  /** Milliseconds. */
  readonly endsAt: number;
  /** The tenant is to go: administrators may make codes for when nobody can sign in any more. */
  readonly isLast?: true;
}

/** At most one for each backup: a new one takes the place of the one before. */
export interface HandOuts {
  /** One transaction with its fact and notice. */
  open(handOut: HandOut, change: Change): Promise<void>;
  /** May return one that is over. Strongly consistent. */
  find(tenantId: string, backupId: string): Promise<HandOut | undefined>;
}

export const HAND_OUT_MS = 7 * 24 * 3_600_000;

/** How long the last backup of a tenant that goes is there to be taken along. */
export const FAREWELL_MS = 30 * 24 * 3_600_000;

export const isOpen = ({ endsAt }: HandOut, now: number): boolean => now < endsAt;
