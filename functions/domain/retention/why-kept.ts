import type { Backup } from "../backup/backup.ts";
import type { BackupHistory } from "../history/backup-history.ts";
import { walkHistory } from "../history/walk-history.ts";
import type { Tenant } from "../tenant/tenant.ts";
import { type KeptAs, retained } from "./retained.ts";
import { DEFAULT_RETENTION, retentionAt } from "./retention-policy.ts";

const PAGE_SIZE = 100;
/** Beyond so many newer ones it is not said. */
const PAGES_MAX = 5;

/**
 * Why the tenant's retention keeps each of some backups, as far as they are ready; nothing, if the next review removes it.
 * Reasons depend on newer backups alone, so the history is read down to the oldest of them; not at all where
 * `areNewest` says that none that is ready is missing between them.
 */
export const whyKept = async (
  { history }: { readonly history: Pick<BackupHistory, "list"> },
  { tenantId, settings }: Tenant,
  backups: readonly Backup[],
  now: number,
  areNewest = false,
): Promise<ReadonlyMap<string, readonly KeptAs[]>> => {
  const ready = backups.filter(({ state }) => state === "ready");
  if (ready.length === 0) return new Map();
  const policy = retentionAt(settings.backupRetention ?? DEFAULT_RETENTION, now);
  const oldest = Math.min(...ready.map(({ requestedAt }) => requestedAt));
  const newest = areNewest ? ready : await readyDownTo(history, tenantId, oldest);
  const reasons = retained(newest, policy, now);
  const asked = new Set(ready.map(({ backupId }) => backupId));
  return new Map([...reasons].filter(([backupId]) => asked.has(backupId)));
};

async function readyDownTo(
  history: Pick<BackupHistory, "list">,
  tenantId: string,
  oldest: number,
): Promise<readonly Backup[]> {
  const found: Backup[] = [];
  let pages = 0;
  for await (const backups of walkHistory(history, { tenantId, states: ["ready"], pageSize: PAGE_SIZE })) {
    found.push(...backups);
    pages += 1;
    if (pages === PAGES_MAX || (found.at(-1)?.requestedAt ?? oldest) < oldest) break;
  }
  return found;
}
