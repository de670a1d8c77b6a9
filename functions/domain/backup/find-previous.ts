import type { EntriesListFacts, PreviousArchive } from "./backup.ts";
import type { BuildDeps } from "./slice.ts";

/** Backups that are looked at: some may be without attachments, or older than the list of entries is known of. */
const LOOKS_MAX = 10;

/**
 * The tenant's newest archive with attachments, if the store can copy out of it. The slot lets a tenant make one backup at
 * a time, so nothing newer comes in the meantime.
 */
export async function findPrevious(
  { history, sizes }: Pick<BuildDeps, "history" | "sizes">,
  tenantId: string,
): Promise<(PreviousArchive & { readonly entriesList: EntriesListFacts }) | undefined> {
  const { backups } = await history.list({ tenantId, states: ["ready"], pageSize: LOOKS_MAX });
  for (const { backupId, archive, dump } of backups) {
    if (!archive?.entriesList || !dump || dump.attachmentsLeftOut) continue;
    // A store copies ranges of larger objects only.
    if (archive.bytes <= sizes.limits.partBytesMin) continue;
    const { archiveKey, versionId, entriesList } = archive;
    return { backupId, archiveKey, versionId, entriesList };
  }
  return undefined;
}
