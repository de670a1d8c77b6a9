import { Failure } from "../failure.ts";
import { type ChangeDeps, type Doer, personChange, personOf } from "../history/history-change.ts";
import type { DownloadOpening, DownloadOpenings } from "./download-opening.ts";

export interface OpeningDeps extends ChangeDeps {
  readonly openings: DownloadOpenings;
}

/** One's own, or anyone's for an administrator. Throws `not-found` alike for absent, over and not theirs. */
export const findOpening = async (
  { openings, clock }: OpeningDeps,
  { tenant, user }: Doer,
  backupId: string,
  userId: number,
): Promise<DownloadOpening> => {
  const isTheirs = user.isAdmin || user.userId === userId;
  const opening = isTheirs ? await openings.find(tenant.tenantId, backupId, userId) : undefined;
  if (!opening || opening.endsAt <= clock.now()) throw new Failure("not-found");
  return opening;
};

/**
 * Stops a download before or after it opens: any administrator can, without proving themselves once more, and whoever asked
 * for it. No ticket is given any more; every administrator is told. Throws `not-found`.
 */
export const stopOpening = async (deps: OpeningDeps, doer: Doer, backupId: string, userId: number): Promise<void> => {
  const opening = await findOpening(deps, doer, backupId, userId);
  const { login } = opening;
  const notice = {
    kind: "opening-stopped",
    about: { userId, login, name: userId === doer.user.userId ? doer.user.name : login },
    by: personOf(doer.user),
    backupId,
  } as const;
  const change = personChange(deps, doer, "backup.opening-stopped", { backupId, askedBy: login }, notice);
  if (!(await deps.openings.stop(opening, change))) throw new Failure("not-found");
};
