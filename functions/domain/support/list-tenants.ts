import type { AuditLog } from "../audit/audit-log.ts";
import type { TenantList, TenantPage, TenantPageWish } from "../tenant/tenant.ts";
import { NO_TENANT, type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface ListTenantsDeps extends StaffDeps {
  readonly tenantList: TenantList;
  readonly audit: AuditLog;
}

/** One page of the tenants that are registered. The look is in the audit log before anything is shown. */
export const listTenants = async (
  deps: ListTenantsDeps,
  call: StaffCall,
  wish: TenantPageWish,
): Promise<TenantPage> => {
  await deps.audit.record(staffFact(deps, call, NO_TENANT, "tenants.listed"));
  return deps.tenantList.list(wish);
};
