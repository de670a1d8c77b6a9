import { Failure, type FailureDetails } from "../failure.ts";
import type { Tenant, TenantChange, TenantDirectory, TenantRegistry } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface SetTenantDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find"> & Pick<TenantRegistry, "change">;
}

/** What the operator sets; null takes the support address away. */
export type OperatorSettings = NonNullable<TenantChange["settings"]>;

/**
 * Changes the operator's settings that are named and nothing else. What they were and are is in the audit log.
 * Throws `not-found`, and `tenant-changed` where somebody else changed one of them since it was read.
 */
export const setTenant = async (
  deps: SetTenantDeps,
  call: StaffCall,
  tenantId: string,
  settings: OperatorSettings,
): Promise<Tenant> => {
  const seen = await findTenant(deps, tenantId);
  if (Object.keys(settings).length === 0) throw new Failure("constraint-violation", { attribute: "settings" });
  const fact = staffFact(deps, call, tenantId, "settings.changed", changesIn(seen, settings));
  if (!(await deps.tenants.change(seen, { settings }, fact))) throw new Failure("tenant-changed");
  return findTenant(deps, tenantId);
};

const changesIn = ({ settings: before }: Tenant, after: OperatorSettings): FailureDetails =>
  Object.fromEntries(
    Object.entries(after).map(([name, value]) => [name, `${String(valueOf(before, name))} → ${String(value)}`]),
  );

const valueOf = (settings: object, name: string): unknown =>
  new Map<string, unknown>(Object.entries(settings)).get(name) ?? null;
