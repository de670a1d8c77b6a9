import { isFailure } from "../failure.ts";
import type { Doer } from "../history/history-change.ts";
import type { ApiKeyOwner } from "../tenant/tenant-users.ts";
import { type DownloadByOpeningDeps, downloadByOpening } from "./download-by-opening.ts";
import { type PullDeps, pullArchive } from "./pull-archive.ts";

export type DownloadByKeyDeps = PullDeps & DownloadByOpeningDeps;

/**
 * One short link for an API key: to what it asked for itself, within a day; or else to what its owner asked for a day ago.
 * Throws what `pullArchive` throws, and what `downloadByOpening` throws where there is an opening.
 */
export const downloadByKey = async (
  deps: DownloadByKeyDeps,
  doer: Doer,
  owner: ApiKeyOwner,
  backupId: string,
): Promise<string> => {
  try {
    return await pullArchive(deps, doer.tenant, owner, backupId, doer.origin);
  } catch (refused) {
    if (!isFailure(refused, "not-found", "pull-over")) throw refused;
    const opened = await downloadByOpening(deps, doer, backupId);
    if (opened === undefined) throw refused;
    return opened;
  }
};
