import { Failure } from "../failure.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";

/** The tenant that one of the staff names. Throws `not-found`. */
export const findTenant = async (
  { tenants }: { readonly tenants: Pick<TenantDirectory, "find"> },
  tenantId: string,
): Promise<Tenant> => {
  const tenant = await tenants.find(tenantId);
  if (!tenant) throw new Failure("not-found");
  return tenant;
};
