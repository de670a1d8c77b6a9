import { Failure } from "../failure.ts";
import type { Clock } from "../ports.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import type { DownloadOpenings } from "./download-opening.ts";

/**
 * Has the day gone by since this person asked for this version? Throws `opening-waiting`, saying how long yet, and
 * `step-up-impossible` where nothing was asked for, or it was stopped or is over.
 */
export const requireOpening = async (
  { openings, clock }: { readonly openings: DownloadOpenings; readonly clock: Clock },
  { tenant, user, backupId }: { readonly tenant: Tenant; readonly user: User; readonly backupId: string },
  versionId: string,
): Promise<void> => {
  const opening = await openings.find(tenant.tenantId, backupId, user.userId);
  const now = clock.now();
  if (!opening || opening.endsAt <= now || opening.versionId !== versionId) {
    throw new Failure("step-up-impossible", { openings: `/api/v3/backups/${backupId}/openings` });
  }
  if (now < opening.opensAt) throw new Failure("opening-waiting", { opensAt: new Date(opening.opensAt).toISOString() });
};
