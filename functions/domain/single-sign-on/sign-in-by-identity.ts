import type { Origin } from "../audit/audit-log.ts";
import { isFailure } from "../failure.ts";
import { type RecordSignInDeps, recordSignIn } from "../session/record-sign-in.ts";
import { type StartSessionDeps, startSession } from "../session/start-session.ts";
import type { Tenant } from "../tenant/tenant.ts";
import type { User } from "../tenant/tenant-users.ts";
import { type TakeIdentityDeps, takeIdentity } from "./take-identity.ts";

export type SignInByIdentityDeps = TakeIdentityDeps & StartSessionDeps & RecordSignInDeps;

/** Signs in whom the tenant's identity provider vouches for. Throws what `takeIdentity` throws; refusals are audited. */
export const signInByIdentity = async (
  deps: SignInByIdentityDeps,
  tenant: Tenant,
  identityId: string,
  origin: Origin,
): Promise<{ readonly sessionId: string; readonly user: User }> => {
  const { user } = await takeIdentity(deps, tenant, identityId, "sign-in").catch(async (error: unknown) => {
    if (isFailure(error)) await recordSignIn(deps, tenant, undefined, origin);
    throw error;
  });
  await recordSignIn(deps, tenant, user, origin);
  return { sessionId: await startSession(deps, tenant, user), user };
};
