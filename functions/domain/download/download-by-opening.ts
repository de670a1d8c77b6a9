import { Failure, isFailure } from "../failure.ts";
import { type Doer, personChange, personOf } from "../history/history-change.ts";
import type { Ids } from "../ports.ts";
import { type Attempts, TICKET_PER_USER } from "../session/attempts.ts";
import { countAttempt } from "../session/count-attempt.ts";
import { archiveFileName } from "./archive-file-name.ts";
import type { DownloadOpenings } from "./download-opening.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { LINK_SECONDS, type LinkSigner } from "./link-signer.ts";
import { requireOpening } from "./require-opening.ts";

export interface DownloadByOpeningDeps extends FindArchiveDeps {
  readonly openings: DownloadOpenings;
  readonly attempts: Attempts;
  readonly links: LinkSigner;
  readonly ids: Ids;
}

/**
 * One short link for an API key whose owner asked for this download a day ago, since they cannot sign in here; undefined
 * where they did not. Each link is told to every administrator before it exists. Throws what `findArchive` throws,
 * `opening-waiting`, `pull-switched-off`, `too-many-attempts`.
 */
export const downloadByOpening = async (
  deps: DownloadByOpeningDeps,
  doer: Doer,
  backupId: string,
): Promise<string | undefined> => {
  const { tenant, user, origin } = doer;
  const { tenantId } = tenant;
  if (!(await deps.openings.find(tenantId, backupId, user.userId))) return undefined;
  if (!tenant.settings.backupApiPull) throw new Failure("pull-switched-off");
  const { backup, archive } = await findArchive(deps, tenant, user, backupId);
  try {
    await requireOpening(deps, { tenant, user, backupId }, archive.versionId);
  } catch (error) {
    // Over, or of another version: as if it had never been asked for.
    if (isFailure(error, "step-up-impossible")) return undefined;
    throw error;
  }
  await countAttempt(deps.attempts, { tenantId, kind: "ticket", subject: String(user.userId) }, TICKET_PER_USER);
  const { requestedAt } = backup;
  const { address } = origin;
  const notice = { kind: "backup-downloaded", about: personOf(user), backupId, requestedAt, address } as const;
  const change = personChange(deps, doer, "backup.downloaded", { backupId, way: "opening" }, notice);
  if (!(await deps.openings.use(tenantId, backupId, user.userId, change))) throw new Failure("not-found");
  return deps.links.sign(tenantId, archive, archiveFileName(tenant, backup), LINK_SECONDS);
};
