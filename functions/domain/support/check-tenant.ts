import type { AuditLog } from "../audit/audit-log.ts";
import type { Tenant, TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

/** One thing that a backup of a tenant needs. Nothing in it is a secret, or a text of somebody else's. */
export interface Finding {
  readonly what: "secret" | "identity-login" | "identity-columns" | "dump-login" | "one-installation" | "attachments";
  readonly isGood: boolean;
  /** Names of what is missing. */
  readonly missing?: readonly string[];
  /** A code that says why, or a fact worth knowing. */
  readonly note?: string;
}

/** Looks at what is around a tenant by really connecting to it. Does not throw for what it finds. */
export interface TenantProbe {
  look(tenant: Tenant): Promise<readonly Finding[]>;
}

export interface CheckTenantDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly probes: readonly TenantProbe[];
  readonly audit: AuditLog;
}

/** What is there of all that a backup needs. Throws `not-found`. */
export const checkTenant = async (
  deps: CheckTenantDeps,
  call: StaffCall,
  tenantId: string,
): Promise<readonly Finding[]> => {
  const tenant = await findTenant(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "tenant.checked"));
  const findings = await Promise.all(deps.probes.map((probe) => probe.look(tenant)));
  return findings.flat();
};
