import { type Backup, isEnded } from "../backup/backup.ts";
import { MAKING_SECONDS_MIN, type Pace } from "./tenant-pace.ts";

/** How far a backup is. Totals are absent while nobody can know them. */
export interface BackupProgress {
  readonly entries: Count;
  readonly bytes: Count;
  /** An expectation, never in the past; milliseconds. */
  readonly expectedEndAt: number;
}

interface Count {
  readonly done: number;
  readonly total?: number;
}

/** Undefined once it has ended. Counted from the parts that are there, foretold from the tenant's own past. */
export const progressOf = (backup: Backup, pace: Pace, now: number): BackupProgress | undefined => {
  if (isEnded(backup)) return undefined;
  const { dump, layout } = backup;
  const total = dump && dump.dumpBytes + dump.attachmentBytes;
  const done = layout ? bytesDone(layout) : 0;
  const expectedBytes = total ?? pace.archiveBytes ?? 0;
  const wholeMs = Math.max(MAKING_SECONDS_MIN, expectedBytes / pace.bytesPerSecond) * 1000;
  // Once parts are there, what is left of them tells more than the clock does.
  const share = layout && total ? Math.min(1, done / total) : undefined;
  const leftMs = share === undefined ? backup.requestedAt + wholeMs - now : wholeMs * (1 - share);
  return {
    entries: { done: layout?.entriesDone ?? 0, ...(dump ? { total: dump.entries } : {}) },
    bytes: { done, ...(total === undefined ? {} : { total: Math.max(total, layout?.bytes ?? 0) }) },
    expectedEndAt: Math.round(now + Math.max(1000, leftMs)),
  };
};

/** Parts are of one size, but for a few: what all have together, by the share of those that are there. */
const bytesDone = ({ bytes, parts, partsDone = 0 }: NonNullable<Backup["layout"]>): number =>
  parts === 0 ? 0 : Math.round((bytes * Math.min(parts, partsDone)) / parts);
