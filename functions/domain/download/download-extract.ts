import type { AuditLog } from "../audit/audit-log.ts";
import { fileNameOf } from "../extract/archive-file.ts";
import { extractKey } from "../extract/extract.ts";
import { Failure } from "../failure.ts";
import type { Ids } from "../ports.ts";
import type { DownloadGrants } from "./download-grant.ts";
import { type DownloadWish, recordingRefusal, wishFact } from "./download-wish.ts";
import { type FindArchiveDeps, findArchive } from "./find-archive.ts";
import { type ExtractLinkSigner, LINK_SECONDS } from "./link-signer.ts";

export interface DownloadExtractDeps extends FindArchiveDeps {
  readonly grants: DownloadGrants;
  readonly extractLinks: ExtractLinkSigner;
  readonly audit: AuditLog;
  readonly ids: Ids;
}

/**
 * One short link to a file that was taken out, under this session's grant for that very file. Whether the person may, and
 * whether the backup is still there, is asked anew each time; the fact is kept before the link exists. Throws what
 * `findArchive` throws, and `step-up-required` where there is no grant for it, or nothing left of it.
 */
export const downloadExtract = (deps: DownloadExtractDeps, wish: DownloadWish, extractId: string): Promise<string> =>
  recordingRefusal(deps, wish, "backup.file-link-refused", async () => {
    const { backup, archive } = await findArchive(deps, wish.tenant, wish.user, wish.backupId);
    const grant = await deps.grants.find(wish.session, wish.backupId, extractId);
    const isTheirs = grant?.userId === wish.user.userId && grant.versionId === archive.versionId;
    if (!isTheirs || grant.extract?.extractId !== extractId) throw stepUpRequired(wish);
    const { path } = grant.extract;
    const fact = wishFact(deps, wish, "backup.file-link-given", { grantId: grant.grantId, extractId, path });
    if (!(await deps.grants.takeLink(grant, wish.session, fact))) throw stepUpRequired(wish);
    return deps.extractLinks.sign(backup.tenantId, extractKey(backup, extractId), fileNameOf(path), LINK_SECONDS);
  });

/** Says where to go, for whoever does not get the header to see. */
const stepUpRequired = ({ backupId }: DownloadWish) =>
  new Failure("step-up-required", { stepUp: `/api/v3/backups/${backupId}/extracts` });
