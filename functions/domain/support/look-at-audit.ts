import type { AuditChain, ChainRow } from "../audit/audit-chain.ts";
import type { AuditLog } from "../audit/audit-log.ts";
import { type ChainCheck, verifyChain } from "../audit/verify-chain.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import { findTenant } from "./find-tenant.ts";
import { NO_TENANT, type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface LookAtAuditDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly chain: AuditChain;
  readonly audit: AuditLog;
}

export interface ChainPage {
  readonly rows: readonly ChainRow[];
  /** Position of the last row, where more follow. */
  readonly next?: number;
}

/**
 * Holds a tenant's chain to itself and every fact to its place; `NO_TENANT` stands for the staff's own log. What this
 * look adds is not chained yet. Throws `not-found`.
 */
export const checkAudit = async (deps: LookAtAuditDeps, call: StaffCall, tenantId: string): Promise<ChainCheck> => {
  await refuseUnknown(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "audit.checked"));
  return verifyChain(deps.chain, tenantId);
};

/** Rows of the chain from the one behind `after` on, at most `rowsMax`. Throws `not-found`. */
export const readAudit = async (
  deps: LookAtAuditDeps,
  call: StaffCall,
  tenantId: string,
  { after, rowsMax }: { readonly after: number; readonly rowsMax: number },
): Promise<ChainPage> => {
  await refuseUnknown(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "audit.read", { after }));
  const rows: ChainRow[] = [];
  for await (const row of deps.chain.rows(tenantId, after)) {
    const last = rows.at(-1);
    if (rows.length === rowsMax && last !== undefined) return { rows, next: last.position };
    rows.push(row);
  }
  return { rows };
};

async function refuseUnknown(deps: Pick<LookAtAuditDeps, "tenants">, tenantId: string): Promise<void> {
  if (tenantId !== NO_TENANT) await findTenant(deps, tenantId);
}
