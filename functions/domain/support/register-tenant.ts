import { Failure } from "../failure.ts";
import { DEFAULT_SETTINGS, type Tenant, type TenantRegistry, type TenantSettings } from "../tenant/tenant.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface RegisterDeps extends StaffDeps {
  readonly tenants: Pick<TenantRegistry, "register">;
}

export type NewTenant = Omit<Tenant, "registeredAt" | "settings"> & { readonly settings: Partial<TenantSettings> };

/** Takes a tenant in. Its secret is put beside it by whoever holds it. Throws `tenant-exists`, `constraint-violation`. */
export const registerTenant = async (deps: RegisterDeps, call: StaffCall, wish: NewTenant): Promise<Tenant> => {
  const tenant = {
    ...wish,
    registeredAt: deps.clock.now(),
    settings: { ...DEFAULT_SETTINGS, ...wish.settings },
  };
  const { tenantId, domainName } = tenant;
  const fact = staffFact(deps, call, tenantId, "tenant.registered", { domainName });
  if (!(await deps.tenants.register(tenant, fact))) throw new Failure("tenant-exists");
  return tenant;
};
