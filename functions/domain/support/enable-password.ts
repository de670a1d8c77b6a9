import { type ReenablePasswordDeps, reenablePassword } from "../session/reenable-password.ts";
import type { TenantDirectory } from "../tenant/tenant.ts";
import type { OperatorWish } from "./end-token-wait.ts";
import { findTenant } from "./find-tenant.ts";
import { operatorSays } from "./operator-says.ts";
import type { StaffCall } from "./staff.ts";

export interface EnablePasswordDeps extends ReenablePasswordDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
}

/** Throws `not-found` where nothing is disabled, and `constraint-violation` for a reason that is no line. */
export const enablePassword = async (
  deps: EnablePasswordDeps,
  call: StaffCall,
  { tenantId, userId, reason }: OperatorWish,
): Promise<void> => reenablePassword(deps, await findTenant(deps, tenantId), userId, operatorSays(call, reason));
