import type { Change } from "../backup/backup-store.ts";

/**
 * A download that somebody asked for who cannot prove themselves once more here: it opens a day later, unless an
 * administrator stops it; all of them were told. Of one person, and of one version of one archive.
 */
export interface DownloadOpening {
  readonly tenantId: string;
  readonly backupId: string;
  readonly userId: number;
  /** At the time it was asked for. */
  readonly login: string;
  readonly versionId: string;
  /** Milliseconds. */
  readonly askedAt: number;
  readonly opensAt: number;
  readonly endsAt: number;
}

const OPENING_WAIT_MS = 24 * 3_600_000;
/** How long it stays open. */
const OPENING_MS = 24 * 3_600_000;

export const openingTimes = (askedAt: number) => ({
  askedAt,
  opensAt: askedAt + OPENING_WAIT_MS,
  endsAt: askedAt + OPENING_WAIT_MS + OPENING_MS,
});

/** Openings that were asked for and not stopped, one per person and backup. Every change is one transaction with its fact. */
export interface DownloadOpenings {
  /** False: there is one that is not over; nothing was written. */
  ask(opening: DownloadOpening, change: Change): Promise<boolean>;
  /** May return one that is over. Strongly consistent. */
  find(tenantId: string, backupId: string, userId: number): Promise<DownloadOpening | undefined>;
  /** Records a link under it. False: it is not open: stopped meanwhile, not yet open or over. */
  use(tenantId: string, backupId: string, userId: number, change: Change): Promise<boolean>;
  /** False: it is not there any more, or another has taken its place. */
  stop(opening: DownloadOpening, change: Change): Promise<boolean>;
}
