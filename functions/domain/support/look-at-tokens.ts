import type { AuditLog } from "../audit/audit-log.ts";
import type { DisabledPassword, FailureStreaks } from "../session/failure-streaks.ts";
import { limitsOf } from "../session/limits-of.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import type { BackupToken } from "../token/backup-token.ts";
import type { BackupTokens } from "../token/backup-tokens.ts";
import { findTenant } from "./find-tenant.ts";
import { type StaffCall, type StaffDeps, staffFact } from "./staff.ts";

export interface LookAtTokensDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly tokens: Pick<BackupTokens, "list">;
  readonly audit: AuditLog;
}

export interface LookAtPasswordsDeps extends StaffDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
  readonly streaks: Pick<FailureStreaks, "disabled">;
  readonly audit: AuditLog;
}

/** Who holds a backup token. Throws `not-found`. */
export const lookAtTokens = async (
  deps: LookAtTokensDeps,
  call: StaffCall,
  tenantId: string,
): Promise<readonly BackupToken[]> => {
  await findTenant(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "tokens.listed"));
  return deps.tokens.list(tenantId);
};

/** Whose password is not taken any more. Throws `not-found`. */
export const lookAtDisabledPasswords = async (
  deps: LookAtPasswordsDeps,
  call: StaffCall,
  tenantId: string,
): Promise<readonly DisabledPassword[]> => {
  const tenant = await findTenant(deps, tenantId);
  await deps.audit.record(staffFact(deps, call, tenantId, "passwords.listed"));
  return deps.streaks.disabled(tenantId, limitsOf(tenant).failuresInARow);
};
