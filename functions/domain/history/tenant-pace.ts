import type { Backup } from "../backup/backup.ts";
import type { PastDump } from "../backup/dump-time.ts";
import type { BackupHistory } from "./backup-history.ts";

/** How fast backups of a tenant are made. */
export interface Pace {
  readonly bytesPerSecond: number;
  /** Bytes of the newest archive; absent without a past. */
  readonly archiveBytes?: number;
  /** Of the newest dump, likewise. */
  readonly dumpBytes?: number;
  /** How long their dumps took. */
  readonly dumps: readonly PastDump[];
  /** Of how many backups this is known; 0: it is an assumption. */
  readonly backups: number;
}

/** The newest say most: a tenant grows, and the service changes. */
const BACKUPS_MAX = 5;
/** Without a past: one worker that reads and writes over one connection each. */
const ASSUMED_BYTES_PER_SECOND = 20 * 1024 ** 2;
/** However little there is: queueing, dumping, checking. */
export const MAKING_SECONDS_MIN = 10;

/** From the tenant's own past: all bytes of the last archives over all the time they took, from request to ready. */
export const tenantPace = async (
  { history }: { readonly history: Pick<BackupHistory, "list"> },
  tenantId: string,
): Promise<Pace> => {
  const { backups } = await history.list({ tenantId, states: ["ready", "deleted"], pageSize: BACKUPS_MAX });
  let bytes = 0;
  let seconds = 0;
  for (const backup of backups) {
    bytes += backup.archive?.bytes ?? 0;
    seconds += secondsTaken(backup);
  }
  const [newest] = backups;
  return {
    bytesPerSecond: seconds > 0 && bytes > 0 ? bytes / seconds : ASSUMED_BYTES_PER_SECOND,
    ...(newest?.archive ? { archiveBytes: newest.archive.bytes } : {}),
    ...(newest?.dump ? { dumpBytes: newest.dump.dumpBytes } : {}),
    dumps: backups.flatMap(pastDump),
    backups: backups.length,
  };
};

const pastDump = ({ dump }: Backup): PastDump[] =>
  dump?.databaseBytes === undefined || dump.dumpMs === undefined
    ? []
    : [{ databaseBytes: dump.databaseBytes, dumpMs: dump.dumpMs, takenAt: dump.snapshotAt }];

const secondsTaken = ({ requestedAt, endedAt = requestedAt }: Backup): number => (endedAt - requestedAt) / 1000;
