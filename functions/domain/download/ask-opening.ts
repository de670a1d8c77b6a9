import { Failure } from "../failure.ts";
import { type Doer, personChange, personOf } from "../history/history-change.ts";
import type { Ids } from "../ports.ts";
import { type Attempts, TICKET_PER_USER } from "../session/attempts.ts";
import { confirmationWay } from "../session/confirmation-way.ts";
import { countAttempt } from "../session/count-attempt.ts";
import type { TenantUsers } from "../tenant/tenant-users.ts";
import { type DownloadOpening, type DownloadOpenings, openingTimes } from "./download-opening.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";

export interface AskOpeningDeps extends FindArchiveDeps {
  readonly openings: DownloadOpenings;
  readonly users: TenantUsers;
  readonly attempts: Attempts;
  readonly ids: Ids;
}

/**
 * Somebody who cannot prove themselves once more here asks for a download; it opens a day later, and every administrator is
 * told now. One that was asked for already is returned as it is. Throws what `findArchive` throws, `opening-needless` for
 * whoever can confirm at once, `no-password` for whoever nobody vouches for (LDAP), `too-many-attempts`.
 */
export const askOpening = async (deps: AskOpeningDeps, doer: Doer, backupId: string): Promise<DownloadOpening> => {
  const { tenant, user } = doer;
  const { tenantId } = tenant;
  const { backup, archive } = await findArchive(deps, tenant, user, backupId);
  const now = deps.clock.now();
  const way = confirmationWay(tenant, await deps.users.factors(tenant, user.userId), now);
  if (way !== "wait") throw new Failure(way === "none" ? "no-password" : "opening-needless");
  // Each is a mail to everybody.
  await countAttempt(deps.attempts, { tenantId, kind: "ticket", subject: String(user.userId) }, TICKET_PER_USER);
  const opening: DownloadOpening = {
    tenantId,
    backupId,
    userId: user.userId,
    login: user.login,
    versionId: archive.versionId,
    ...openingTimes(now),
  };
  const notice = {
    kind: "opening-asked",
    about: personOf(user),
    backupId,
    requestedAt: backup.requestedAt,
    opensAt: opening.opensAt,
    address: doer.origin.address,
  } as const;
  const details = { backupId, opensAt: new Date(opening.opensAt).toISOString() };
  if (await deps.openings.ask(opening, personChange(deps, doer, "backup.opening-asked", details, notice)))
    return opening;
  const known = await deps.openings.find(tenantId, backupId, user.userId);
  if (!known) throw new Failure("service-busy");
  return known;
};
