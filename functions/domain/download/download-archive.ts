import type { AuditLog } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Ids } from "../ports.ts";
import { archiveFileName } from "./archive-file-name.ts";
import type { DownloadGrants } from "./download-grant.ts";
import { type DownloadWish, recordingRefusal, wishFact } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { LINK_SECONDS, type LinkSigner } from "./link-signer.ts";

export interface DownloadDeps extends FindArchiveDeps {
  readonly grants: DownloadGrants;
  readonly links: LinkSigner;
  readonly audit: AuditLog;
  readonly ids: Ids;
}

/**
 * One short link under the grant of this session, to the version that was stepped up for. Whether the person may is asked
 * anew each time, and the fact is kept before the link exists. Throws what `findArchive` throws, and `step-up-required`
 * where there is no grant, or nothing left of it.
 */
export const downloadArchive = (deps: DownloadDeps, wish: DownloadWish): Promise<string> =>
  recordingRefusal(deps, wish, "backup.download-refused", async () => {
    const { tenantId } = wish.tenant;
    const { backup, archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    const grant = await deps.grants.find(wish.session, wish.backupId);
    if (!grant || grant.userId !== wish.user.userId || grant.versionId !== archive.versionId)
      throw stepUpRequired(wish);
    const fact = wishFact(deps, wish, "backup.downloaded", { grantId: grant.grantId });
    if (!(await deps.grants.takeLink(grant, wish.session, fact))) throw stepUpRequired(wish);
    return deps.links.sign(tenantId, archive, archiveFileName(wish.tenant, backup), LINK_SECONDS);
  });

/** Says where to go, for whoever does not get the header to see. */
const stepUpRequired = ({ backupId }: DownloadWish) =>
  new Failure("step-up-required", { stepUp: `/api/v3/backups/${backupId}/tickets` });
