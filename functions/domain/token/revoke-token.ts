import type { Origin } from "../audit/audit-log.ts";
import { Failure } from "../failure.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { type MakeTokenDeps, tokenChange } from "./make-token.ts";

/** Ends a token: the holder's own, or anyone's by an administrator. Throws `not-found` alike for absent and not allowed. */
export const revokeToken = async (
  deps: Pick<MakeTokenDeps, "tokens" | "ids" | "clock">,
  tenant: Tenant,
  by: User,
  holderId: number,
  origin: Origin,
): Promise<void> => {
  const mayRevoke = by.isAdmin || by.userId === holderId;
  const token = mayRevoke ? await deps.tokens.find(tenant.tenantId, holderId) : undefined;
  if (!token) throw new Failure("not-found");
  const isRevoked = await deps.tokens.revoke(token, tokenChange(deps, tenant, "token-revoked", token, by, origin));
  if (!isRevoked) throw new Failure("not-found");
};
