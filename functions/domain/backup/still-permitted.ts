import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { TenantUsers } from "../tenant/tenant-users.ts";
import type { Backup } from "./backup.ts";

/**
 * The permission of whoever asked is read once more. What support asked for on the tenant's behalf hangs on nobody's
 * permission. Throws `permission-withdrawn`.
 */
export const refuseWithdrawn = async (
  { users }: { readonly users: Pick<TenantUsers, "findById"> },
  tenant: Tenant,
  { requestedBy }: Backup,
): Promise<void> => {
  if (requestedBy.staffName !== undefined) return;
  const user = await users.findById(tenant, requestedBy.userId);
  if (!user?.mayCreateBackup) throw new Failure("permission-withdrawn");
};
