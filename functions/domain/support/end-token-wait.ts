import type { TenantDirectory } from "../tenant/tenant.ts";
import { type AllowTokenDeps, allowTokenNow } from "../token/allow-token-now.ts";
import { findTenant } from "./find-tenant.ts";
import { operatorSays } from "./operator-says.ts";
import type { StaffCall } from "./staff.ts";

export interface EndTokenWaitDeps extends AllowTokenDeps {
  readonly tenants: Pick<TenantDirectory, "find">;
}

/** One user of a tenant, and why something is done about them. */
export interface OperatorWish {
  readonly tenantId: string;
  readonly userId: number;
  readonly reason: string;
}

/** False: the token can be used already. Throws `not-found`, and `constraint-violation` for a reason that is no line. */
export const endTokenWait = async (
  deps: EndTokenWaitDeps,
  call: StaffCall,
  { tenantId, userId, reason }: OperatorWish,
): Promise<boolean> => allowTokenNow(deps, await findTenant(deps, tenantId), userId, operatorSays(call, reason));
