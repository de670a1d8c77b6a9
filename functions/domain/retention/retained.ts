import type { Backup } from "../backup/backup.ts";
import { newestInPeriods } from "./newest-in-periods.ts";
import { type RetentionPolicy, SHORTER_WAITS_MS } from "./retention-policy.ts";

/** Why retention keeps a backup. */
export const KEPT_AS = ["newest", "pinned", "locked", "daily", "weekly", "monthly"] as const;
export type KeptAs = (typeof KEPT_AS)[number];

/** Taking a pin away needs no proof, so nothing goes at once because of it: administrators are told, and can pin again. */
export const UNPINNED_KEPT_MS = SHORTER_WAITS_MS;

/**
 * Why each backup that is ready is kept; nothing, if it may be removed. Backups in any other state are not retention's, and
 * are not in the answer.
 *
 * Backups with attachments and those without are counted apart: whoever asks for many small ones pushes no whole one out.
 * Of each kind the newest is kept, and the newest that misses no file. A reason only ever depends on newer backups, so
 * that a page which begins with the newest can be judged by itself.
 */
export const retained = (
  backups: readonly Backup[],
  policy: RetentionPolicy,
  now: number,
): ReadonlyMap<string, readonly KeptAs[]> => {
  const ready = backups.filter(({ state }) => state === "ready").toSorted(byAge);
  const kinds = [ready.filter(isWhole), ready.filter((backup) => !isWhole(backup))];
  const chosen = kinds.map((kind) => chosenOf(kind, policy));
  return new Map(
    ready.map((backup) => [
      backup.backupId,
      KEPT_AS.filter(
        (reason) => isKeptAnyway(backup, reason, now) || chosen.some((sets) => sets[reason]?.has(backup.backupId)),
      ),
    ]),
  );
};

/** Newest first; of two from the same moment, in the order of their ids, as the history has it. */
const byAge = (a: Backup, b: Backup): number => b.requestedAt - a.requestedAt || (a.backupId < b.backupId ? 1 : -1);

const isWhole = ({ dump, wantsAttachments }: Backup): boolean =>
  dump ? dump.attachmentsLeftOut === undefined : wantsAttachments;

const missesNothing = ({ archive }: Backup): boolean => archive?.missing === 0;

const isKeptAnyway = ({ isPinned, unpinnedAt, archive }: Backup, reason: KeptAs, now: number): boolean => {
  if (reason === "locked") return now < (archive?.keptUntil ?? 0);
  const wasPinned = unpinnedAt !== undefined && now < unpinnedAt + UNPINNED_KEPT_MS;
  return reason === "pinned" && (isPinned === true || wasPinned);
};

/** `kind`: newest first. */
function chosenOf(kind: readonly Backup[], policy: RetentionPolicy): Partial<Record<KeptAs, ReadonlySet<string>>> {
  const newest = [kind[0], kind.find(missesNothing)].flatMap((backup) => backup?.backupId ?? []);
  return {
    newest: new Set(newest),
    daily: newestInPeriods(kind, "day", policy.daily),
    weekly: newestInPeriods(kind, "week", policy.weekly),
    monthly: newestInPeriods(kind, "month", policy.monthly),
  };
}
